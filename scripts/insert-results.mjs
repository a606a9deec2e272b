// Copies the results of `pnpm bench` and of its named benches into docs/performance.md, between its markers.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { writeBetween } from "./between-markers.mjs";

const pathOf = (path) => fileURLToPath(new URL(path, import.meta.url));
const document = pathOf("../docs/performance.md");
const PARTS = [
  ["<!-- results of pnpm bench, in short -->", "<!-- end of in short -->", "../bench/in-short.md"],
  ["<!-- results of pnpm bench -->", "<!-- end of results -->", "../bench/results.md"],
  // Nothing is shown of a bench without stored results.
  ...["variance", "slices", "same", "tuned", "progress"]
    .map((name) => [
      `<!-- results of pnpm bench ${name} -->`,
      `<!-- end of ${name} -->`,
      `../bench/measured/${name}.md`,
    ])
    .filter(([, , file]) => existsSync(pathOf(file))),
];

for (const [begin, end, file] of PARTS)
  writeBetween(document, begin, end, readFileSync(pathOf(file), "utf8"));
