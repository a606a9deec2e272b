import type { Comparison, FastestOfCell, MatrixResult } from "@wireduel/core";
import { parseMatrix } from "@wireduel/core";
import { describe, expect, it } from "vitest";
import {
  buildAxes,
  buildComparison,
  buildMatrix,
  buildResult,
  buildRound,
  buildTiming,
} from "../internals.js";
import { excerptOf } from "./excerpt.js";
import { readmePart } from "./readme-part.js";

const rounds = (ms: number) => [0, 1, 2].map((block) => buildRound([ms + block / 3], { block }));
const timings = [
  buildTiming("WebSocket", rounds(1)),
  buildTiming("gRPC", rounds(2)),
  buildTiming("HTTP/2", rounds(3)),
];

type Verdict = Partial<Comparison> | undefined;

/** A cell of two comparisons with WebSocket. */
function cell([grpc, http]: readonly [Verdict, Verdict]) {
  const of = (label: string, more: Verdict) =>
    more
      ? [{ ...buildComparison(label), verdict: "slower", ratio: 2, low: 1.5, high: 2.5, ...more } as const]
      : [];
  return buildResult(timings, { comparisons: [...of("gRPC", grpc), ...of("HTTP/2", http)] });
}

function matrixOf(
  verdicts: readonly (readonly [Verdict, Verdict])[],
  fastest: readonly Pick<FastestOfCell, "cell" | "verdict" | "labels">[] = [],
): MatrixResult {
  return buildMatrix(buildAxes([100, 1_000], ["none", "wan"]), verdicts.map(cell), {
    fastest: fastest.map((one) => ({ by: "transmission", invalid: [], ...one })),
  });
}

const rowsOf = (matrix: MatrixResult) =>
  readmePart(matrix)
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) => line.slice(2, -2).split(" | "));

describe("the part of the README", () => {
  it("has the time of the first adapter, and the ratios of the others", () => {
    const faster = { verdict: "faster", ratio: 0.5, low: 0.4, high: 0.999 } as const;
    const [head, , ...rows] = rowsOf(
      matrixOf([
        [{}, faster],
        [{ verdict: "same", low: 0.99, high: 1.01 }, {}],
      ]),
    );
    expect(head).toEqual(["payload, network", "WebSocket", "gRPC", "HTTP/2"]);
    expect(rows).toEqual([
      ["100 B, no network", "1.33 ms", "1.50 to 2.5", "0.400 to 0.999"],
      ["100 B, wan", "1.33 ms", "the same", "1.50 to 2.5"],
      ["1000 B, no network", "not measured", "not measured", "not measured"],
      ["1000 B, wan", "not measured", "not measured", "not measured"],
    ]);
  });

  it("does not rank what is not shown", () => {
    const invalid = { verdict: "invalid", ratio: null, low: null, high: null } as const;
    const few = { verdict: "undecided", low: null, high: null } as const;
    const open = { verdict: "undecided", low: 0.9, high: 1.2 } as const;
    const matrix = matrixOf(
      [
        [open, invalid],
        [few, {}],
      ],
      [{ cell: 0, verdict: "undecided", labels: ["gRPC"] }],
    );
    const [, , ...rows] = rowsOf(matrix);
    expect(rows[0]?.slice(1)).toEqual(["1.33 ms", "undecided (0.900 to 1.20)", "not valid"]);
    expect(rows[1]?.slice(1)).toEqual(["1.33 ms", "undecided", "1.50 to 2.5"]);
  });

  it("has the bytes on the wire if they were counted", () => {
    const count = { upBytes: 2_400, upWrites: 20, downBytes: 601, downWrites: 20 };
    const steady = {
      payloads: 20,
      payloadBytes: 2_000,
      replyBytes: 0,
      ...count,
      waitsPerPayload: 0,
      overheadRatio: 1.5,
    };
    const wire = { handshake: count, first: count, steady };
    const counted = [buildTiming("WebSocket", [buildRound([1], { wire })]), buildTiming("gRPC", rounds(2))];
    const matrix = buildMatrix(buildAxes([100]), [
      buildResult(counted, { comparisons: [buildComparison("gRPC")] }),
    ]);
    expect(rowsOf(matrix).at(-1)).toEqual([
      "100 B and its receipt, bytes on the wire",
      "120 + 30",
      "not counted",
    ]);
  });

  it("marks the fastest, and those that are the same", () => {
    const matrix = matrixOf(
      [
        [{}, {}],
        [{ verdict: "same", low: 0.99, high: 1.01 }, {}],
      ],
      [
        { cell: 0, verdict: "one", labels: ["WebSocket"] },
        { cell: 1, verdict: "same", labels: ["WebSocket", "gRPC"] },
      ],
    );
    const [, , ...rows] = rowsOf(matrix);
    expect(rows[0]?.slice(1)).toEqual(["**1.33 ms**", "1.50 to 2.5", "1.50 to 2.5"]);
    expect(rows[1]?.slice(1)).toEqual(["**1.33 ms**", "**the same**", "1.50 to 2.5"]);
  });
});

describe("the excerpt of a matrix", () => {
  it("is a valid matrix with the same comparisons, and only the typical rounds have details", () => {
    const matrix = matrixOf([
      [{}, {}],
      [{}, {}],
      [{}, {}],
      [{}, {}],
    ]);
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
