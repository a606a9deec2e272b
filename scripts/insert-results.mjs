// Copies the results of `pnpm bench` and of its named benches into docs/performance.md, between its markers.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const pathOf = (path) => fileURLToPath(new URL(path, import.meta.url));
const document = pathOf("../docs/performance.md");
const PARTS = [
  ["<!-- results of pnpm bench, in short -->", "<!-- end of in short -->", "../bench/in-short.md"],
  ["<!-- results of pnpm bench -->", "<!-- end of results -->", "../bench/results.md"],
  // Nothing is shown of a bench without stored results.
  ...["variance", "slices", "same", "tuned"]
    .map((name) => [
      `<!-- results of pnpm bench ${name} -->`,
      `<!-- end of ${name} -->`,
      `../bench/measured/${name}.md`,
    ])
    .filter(([, , file]) => existsSync(pathOf(file))),
];

let text = readFileSync(document, "utf8");
for (const [begin, end, file] of PARTS) {
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${document} has no ${begin} and ${end}`);
  text = `${text.slice(0, from)}${begin}\n\n${readFileSync(pathOf(file), "utf8").trim()}\n\n${text.slice(to)}`;
}
writeFileSync(document, text);
