// Copies the results of `pnpm bench` and of its named benches into the documents, between their markers.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { writeBetween } from "./between-markers.mjs";

const pathOf = (path) => fileURLToPath(new URL(path, import.meta.url));
const PERFORMANCE = "../docs/performance.md";
const named = (document) => (name) => [
  document,
  `<!-- results of pnpm bench ${name} -->`,
  `<!-- end of ${name} -->`,
  `../bench/measured/${name}.md`,
];
const PARTS = [
  [
    PERFORMANCE,
    "<!-- results of pnpm bench, in short -->",
    "<!-- end of in short -->",
    "../bench/in-short.md",
  ],
  [PERFORMANCE, "<!-- results of pnpm bench -->", "<!-- end of results -->", "../bench/results.md"],
  // Nothing is shown of a bench without stored results.
  ...[
    ...["variance", "slices", "same", "tuned", "progress", "floor", "peers", "growth"].map(
      named(PERFORMANCE),
    ),
    ...["senders"].map(named("../docs/scale.md")),
  ].filter(([, , , file]) => existsSync(pathOf(file))),
];

for (const [document, begin, end, file] of PARTS)
  writeBetween(pathOf(document), begin, end, readFileSync(pathOf(file), "utf8"));
