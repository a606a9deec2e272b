import { describe, expect, it } from "vitest";
import { buildComparison, payloadsOf } from "../fixtures/build-result.js";
import type { PayloadReport } from "../result/result.js";
import type { Comparison, Verdict } from "./comparison.js";
import { type ComparedCell, crossoversOf } from "./crossover.js";

function comparison(verdict: Verdict, more: Partial<Comparison> = {}): Comparison {
  return buildComparison("gRPC", { verdict, ...more });
}

const SIZES = [100, 10_000, 100_000, 1_000_000] as const;

/** Cells of one network and load, with these verdicts in the order of sizes. Null: not measured. */
function cellsOf(verdicts: readonly (Verdict | null)[], network = 0): ComparedCell[] {
  return verdicts.map((verdict, payload) => ({
    payload,
    network,
    load: 0,
    comparisons: verdict === null ? [] : [comparison(verdict)],
  }));
}

const points = (sizes: readonly number[]) => sizes.map((size) => ({ payload: payloadsOf(size) }));

function crossover(verdicts: readonly (Verdict | null)[], sizes: readonly number[] = SIZES) {
  const found = crossoversOf(points(sizes.slice(0, verdicts.length)), cellsOf(verdicts));
  expect(found).toHaveLength(1);
  return found[0] as (typeof found)[number];
}

const turn = (from: string, to: string, afterBytes: number, beforeBytes: number) => ({
  from,
  to,
  afterBytes,
  beforeBytes,
});

describe("a crossover", () => {
  it.each<[string, readonly (Verdict | null)[], string, object[]]>([
    ["one size", ["faster"], "one-size", []],
    ["one size without a verdict", ["undecided"], "one-size", []],
    ["all faster", ["faster", "faster", "faster"], "constant", []],
    ["all the same", ["same", "same"], "constant", []],
    ["only one that shows something", ["undecided", "slower", "invalid"], "constant", []],
    ["nothing", ["undecided", "invalid", "undecided"], "nothing-shown", []],
    [
      "faster, then the same",
      ["faster", "faster", "same", "same"],
      "turns",
      [turn("faster", "same", 10_000, 100_000)],
    ],
    ["a turn", ["slower", "faster"], "turns", [turn("slower", "faster", 100, 10_000)]],
    [
      "all three",
      ["slower", "same", "same", "faster"],
      "turns",
      [turn("slower", "same", 100, 10_000), turn("same", "faster", 100_000, 1_000_000)],
    ],
    [
      "a turn with a wider bracket, because two sizes show nothing",
      ["faster", "undecided", "invalid", "slower"],
      "turns",
      [turn("faster", "slower", 100, 1_000_000)],
    ],
    [
      "there and back",
      ["faster", "slower", "faster"],
      "not-monotone",
      [turn("faster", "slower", 100, 10_000), turn("slower", "faster", 10_000, 100_000)],
    ],
    [
      "the same at both ends",
      ["same", "faster", "undecided", "same"],
      "not-monotone",
      [turn("same", "faster", 100, 10_000), turn("faster", "same", 10_000, 1_000_000)],
    ],
  ])("of %s", (_, verdicts, course, turns) => {
    expect(crossover(verdicts)).toMatchObject({
      ...{ label: "gRPC", to: "WebSocket", by: "transmission", network: 0, load: 0, payloads: "given" },
      course,
      turns,
      points: verdicts.map((verdict, payload) => ({ payload, bytes: SIZES[payload], verdict })),
    });
  });

  it("has a point for a cell that was not measured, and it shows nothing", () => {
    const { course, points: found } = crossover(["faster", null, "slower"]);
    expect(course).toBe("turns");
    expect(found[1]).toEqual({
      ...{ payload: 1, bytes: 10_000, verdict: "invalid" },
      ...{ ratio: null, low: null, high: null },
    });
  });

  it("follows the sizes, not the order of the options", () => {
    const { course, turns, points: found } = crossover(["slower", "faster", "same"], [1_000, 10, 100]);
    expect(found.map(({ payload, bytes }) => [payload, bytes])).toEqual([
      [1, 10],
      [2, 100],
      [0, 1_000],
    ]);
    expect([course, turns.length]).toEqual(["turns", 2]);
  });

  it("does not divide two payloads of one size", () => {
    expect(crossover(["faster", "slower"], [100, 100]).course).toBe("not-monotone");
  });
});

describe("crossovers", () => {
  it("are separate for each network, load and pair", () => {
    const cells = [...cellsOf(["faster", "slower"]), ...cellsOf(["same", "same"], 1)];
    const withOther = cells.map((cell) => ({
      ...cell,
      comparisons: [...cell.comparisons, comparison("slower", { label: "TCP" })],
    }));
    const found = crossoversOf(points([1, 2]), withOther);
    expect(found.map(({ network, label, course }) => [network, label, course])).toEqual([
      [0, "gRPC", "turns"],
      [0, "TCP", "constant"],
      [1, "gRPC", "constant"],
      [1, "TCP", "constant"],
    ]);
  });

  it("leave out measures that do not decide", () => {
    const cells = cellsOf(["faster"]).map((cell) => ({
      ...cell,
      comparisons: [comparison("slower", { by: "cpu", decides: false })],
    }));
    expect(crossoversOf(points([1]), cells)).toEqual([]);
  });

  it("put payloads of different kinds on different lines", () => {
    const generated = (kind: "random" | "text", size: number): { payload: PayloadReport } => {
      const [source] = payloadsOf(size).sources;
      return {
        payload: { sources: [{ ...(source as NonNullable<typeof source>), kind, seed: 1 }], replyBytes: 0 },
      };
    };
    const payloads = [
      generated("random", 1),
      generated("text", 1),
      generated("random", 9),
      generated("text", 9),
    ];
    const found = crossoversOf(payloads, cellsOf(["faster", "slower", "slower", "slower"]));
    expect(found.map((one) => [one.payloads, one.course, one.points.map(({ payload }) => payload)])).toEqual([
      ["random", "turns", [0, 2]],
      ["text", "constant", [1, 3]],
    ]);
  });

  it("of no cell with comparisons are none", () => {
    expect(crossoversOf(points([1, 2]), cellsOf([null, null]))).toEqual([]);
  });
});
