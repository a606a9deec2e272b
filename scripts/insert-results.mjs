// Copies the results of `pnpm bench` into docs/performance.md, between the two markers.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const [document, results] = ["../docs/performance.md", "../bench/results.md"].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);
const [begin, end] = ["<!-- results of pnpm bench -->", "<!-- end of results -->"];
const text = readFileSync(document, "utf8");
const from = text.indexOf(begin);
const to = text.indexOf(end);
if (from < 0 || to < from) throw new Error(`${document} has no ${begin} and ${end}`);
const inserted = readFileSync(results, "utf8").trim();
writeFileSync(document, `${text.slice(0, from)}${begin}\n\n${inserted}\n\n${text.slice(to)}`);
