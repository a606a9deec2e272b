// Checks that the documents show what the stored matrix says.
import { describe, expect, it } from "vitest";
import { pagePart } from "../bench/src/matrix/page-part.js";
import { readmePart } from "../bench/src/matrix/readme-part.js";
import { parseMatrix } from "../packages/core/src/result/parse-matrix.js";
import { read } from "./documents.js";

const matrix = parseMatrix(read("bench/matrix.json"));

describe("the matrix in documents is the stored one (else run scripts/insert-matrix.mjs)", () => {
  it.each([
    ["README.md", readmePart(matrix)],
    ["docs/websocket-or-grpc.md", pagePart(matrix)],
  ])("%s", (file, part) => {
    const [, shown] =
      /<!-- results of pnpm bench matrix -->([\s\S]*)<!-- end of matrix -->/.exec(read(file)) ?? [];
    expect(shown?.trim()).toBe(part);
  });
});
