// Prints what bench/matrix.json shows, and puts it into the README and docs/websocket-or-grpc.md, between their markers:
// npx tsx --conditions=@wireduel/source scripts/insert-matrix.mjs
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { pagePart } from "../bench/src/matrix/page-part.ts";
import { readmePart } from "../bench/src/matrix/readme-part.ts";
import { parseMatrix } from "../packages/core/src/result/parse-matrix.ts";
import { writeBetween } from "./between-markers.mjs";

const BEGIN = "<!-- results of pnpm bench matrix -->";
const END = "<!-- end of matrix -->";
const pathOf = (path) => fileURLToPath(new URL(path, import.meta.url));

const matrix = parseMatrix(readFileSync(pathOf("../bench/matrix.json"), "utf8"));
const PARTS = { "../README.md": readmePart(matrix), "../docs/websocket-or-grpc.md": pagePart(matrix) };
for (const [document, part] of Object.entries(PARTS)) {
  writeBetween(pathOf(document), BEGIN, END, part);
  process.stdout.write(`${part}\n\n`);
}
