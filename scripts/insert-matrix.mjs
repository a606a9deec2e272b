// Prints the comparative table and the use cases of bench/matrix.json, and puts them into the README between its markers:
// npx tsx scripts/insert-matrix.mjs
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readmePart } from "../bench/src/matrix/readme-part.ts";
import { parseMatrix } from "../packages/core/src/result/parse-matrix.ts";

const BEGIN = "<!-- results of pnpm bench matrix -->";
const END = "<!-- end of matrix -->";
const pathOf = (path) => fileURLToPath(new URL(path, import.meta.url));

const part = readmePart(parseMatrix(readFileSync(pathOf("../bench/matrix.json"), "utf8")));
const readme = pathOf("../README.md");
const text = readFileSync(readme, "utf8");
const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
if (from < 0 || to < from) throw new Error(`${readme} has no ${BEGIN} and ${END}`);
writeFileSync(readme, `${text.slice(0, from)}${BEGIN}\n${part}\n${text.slice(to)}`);
process.stdout.write(`${part}\n`);
