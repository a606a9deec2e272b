import type { Comparison, MatrixResult } from "@wireduel/core";
import { parseMatrix } from "@wireduel/core";
import { describe, expect, it } from "vitest";
import { buildAxes, buildMatrix, buildResult, buildRound, buildTiming } from "../internals.js";
import { excerptOf } from "./excerpt.js";
import { readmePart } from "./readme-part.js";

const rounds = (ms: number) => [0, 1, 2].map((block) => buildRound([ms + block / 3], { block }));
const timings = [buildTiming("WebSocket", rounds(1)), buildTiming("gRPC", rounds(2))];

function cell(more: Partial<Comparison>) {
  const comparison: Comparison = {
    label: "gRPC",
    to: "WebSocket",
    by: "transmission",
    decides: true,
    rounds: 3,
    ratio: 2,
    low: 1.5,
    high: 2.5,
    confidence: 0.95,
    pValue: 0.01,
    spread: 0.1,
    paired: true,
    verdict: "slower",
    reason: null,
    roundsNeeded: null,
    ...more,
  };
  return buildResult(timings, { comparisons: [comparison] });
}

function matrixOf(...verdicts: readonly Partial<Comparison>[]): MatrixResult {
  return buildMatrix(buildAxes([100, 1_000], ["none", "wan"]), verdicts.map(cell));
}

const rowsOf = (matrix: MatrixResult) =>
  readmePart(matrix)
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .slice(2)
    .map((line) => line.slice(2, -2).split(" | "));

describe("the part of the README", () => {
  it("has the faster one of each cell, and by how much the other one is slower", () => {
    const faster = { verdict: "faster", ratio: 0.5, low: 0.4, high: 0.999 } as const;
    expect(rowsOf(matrixOf({}, faster, { verdict: "same", low: 0.99, high: 1.01 }, {}))).toEqual([
      ["100 B", "**WebSocket**, 1.50 to 2.5", "**gRPC**, 1.001 to 2.5"],
      ["1000 B", "the same", "**WebSocket**, 1.50 to 2.5"],
    ]);
  });

  it("does not rank what is not shown", () => {
    const invalid = { verdict: "invalid", ratio: null, low: null, high: null } as const;
    const few = { verdict: "undecided", low: null, high: null } as const;
    expect(rowsOf(matrixOf({ verdict: "undecided", low: 0.9, high: 1.2 }, invalid, few))).toEqual([
      ["100 B", "undecided (gRPC 0.900 to 1.20)", "not valid"],
      ["1000 B", "undecided", "not measured"],
    ]);
  });

  it("says where each is faster", () => {
    const [first, second] = readmePart(matrixOf({}, { verdict: "undecided" }, {}, {}))
      .split("\n")
      .filter((line) => line.startsWith("- "));
    expect(first).toContain("**Use WebSocket**");
    expect(first).toContain("no network (all sizes), wan (1000 B).");
    expect(second).toContain("**Use gRPC**");
    expect(second).toContain("does not show it to be faster anywhere");
  });
});

describe("the excerpt of a matrix", () => {
  it("is a valid matrix with the same comparisons, and only the typical rounds have details", () => {
    const matrix = matrixOf({}, {}, {}, {});
    const excerpt = excerptOf(matrix);
    expect(parseMatrix(JSON.stringify(excerpt))).toEqual(excerpt);
    expect(readmePart(excerpt)).toBe(readmePart(matrix));
    const { rounds: kept, typical } =
      excerpt.cells[0]?.result?.timings[0] ?? timings[0] ?? buildTiming("x", []);
    expect(kept.map(({ ends }) => ends.senders.length)).toEqual(
      kept.map((_, index) => (index === typical ? 1 : 0)),
    );
    expect(kept[1]?.times.transmissionMs?.p50).toBe(1.33333);
  });
});
