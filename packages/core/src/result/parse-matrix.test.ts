import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { buildAxes, buildMatrix } from "../fixtures/build-matrix.js";
import { buildResult, buildRound, buildTiming } from "../fixtures/build-result.js";
import type { MatrixResult } from "./matrix.js";
import { parseMatrix } from "./parse-matrix.js";
import { parseResult } from "./parse-result.js";
import { matrixSchema } from "./result-schema.js";

const validate = new Ajv2020({ strict: true, allErrors: true }).compile<MatrixResult>(matrixSchema());
const result = buildResult([
  buildTiming("WebSocket", buildRound([1, 2])),
  buildTiming("gRPC", buildRound([2])),
]);
const point = { payload: 0, bytes: 100, verdict: "faster", ratio: 0.5, low: 0.4, high: null } as const;
const pair = { network: 0, load: 0, payloads: "given", label: "gRPC", to: "WebSocket", by: "p99" } as const;

/** A matrix in which every optional field is present somewhere. */
function fullMatrix(): MatrixResult {
  const axes = buildAxes([100, 1_000], ["none", "wan"]);
  const matrix = buildMatrix(axes, [result, result]);
  return {
    ...matrix,
    status: "running",
    cells: matrix.cells.map((cell, index) =>
      index === 3
        ? { ...cell, status: "failed", error: { code: "CONNECT_FAILED", message: "refused" } }
        : cell,
    ),
    crossovers: [
      {
        ...pair,
        course: "turns",
        points: [point, { ...point, payload: 1, verdict: "invalid", ratio: null }],
        turns: [{ from: "faster", to: "slower", afterBytes: 100, beforeBytes: 1_000 }],
      },
    ],
    fastest: [
      { cell: 0, by: "transmission", verdict: "one", labels: ["gRPC"], invalid: [] },
      { cell: 1, by: null, verdict: "unknown", labels: [], invalid: ["gRPC"] },
    ],
  };
}

const broken = (change: (matrix: Record<string, unknown>) => void): string => {
  const copy = structuredClone(fullMatrix()) as unknown as Record<string, unknown>;
  change(copy);
  return JSON.stringify(copy);
};

describe("parseMatrix", () => {
  it("reads what was written, and the schema accepts it", () => {
    const matrix = fullMatrix();
    expect(parseMatrix(JSON.stringify(matrix))).toEqual(matrix);
    validate(JSON.parse(JSON.stringify(matrix)));
    expect(validate.errors).toBeNull();
  });

  it.each<[string, string, RegExp]>([
    ["what is not JSON", "{", /not JSON/],
    ["a list", "[]", /matrix/],
    ["the result of a single run", JSON.stringify(result), /`parseResult`/],
    ["another version", broken((matrix) => (matrix.schemaVersion = 2)), /schema version 2/],
    ["an unknown status", broken((matrix) => (matrix.status = "done")), /`status`/],
    ["a missing cell", broken((matrix) => (matrix.cells as object[]).pop()), /4 cells/],
    ["a cell in the wrong place", broken(({ cells }) => (cells as object[]).reverse()), /`cells\[0\]`/],
    [
      "a broken result of a cell",
      broken(
        ({ cells }) =>
          (((cells as { result: { timings: unknown } }[])[1] as { result: unknown }).result = {}),
      ),
      /`cells\[1\]\.result\./,
    ],
    [
      "a fastest adapter of no cell",
      broken(({ fastest }) => (((fastest as { cell: number }[])[0] as { cell: number }).cell = 4)),
      /`fastest\[0\]\.cell`/,
    ],
  ])("refuses %s", (_, text, message) => {
    expect(() => parseMatrix(text)).toThrow(
      expect.objectContaining({ code: "INVALID_RESULT", message: expect.stringMatching(message) }),
    );
  });
});

describe("the schema of a matrix", () => {
  it("is up to date in matrix.schema.json", () => {
    const stored = readFileSync(new URL("../../matrix.schema.json", import.meta.url), "utf8");
    expect(JSON.parse(stored)).toEqual(matrixSchema());
  });
});

describe("parseResult", () => {
  it("refuses a matrix, and says how to read it", () => {
    expect(() => parseResult(JSON.stringify(fullMatrix()))).toThrow(/`parseMatrix`/);
  });
});
