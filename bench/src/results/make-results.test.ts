import { describe, expect, it } from "vitest";
import type { Measured, TransferCell } from "../cells/cell.js";
import { groupByLoad } from "../cells/measure-blocks.js";
import { planTransfer } from "../cells/plan-transfer.js";
import { Rounds } from "../cells/rounds.js";
import type { Curve } from "../targets/curves.js";
import type { RatioTarget, Target } from "../targets/targets.js";
import {
  cellResults,
  curveResult,
  judgeMemory,
  judgeTargets,
  librariesOf,
  sameAgainstSame,
} from "./make-results.js";

const a = planTransfer("ws push", 100);
const b = planTransfer("tcp", 100);
const again = planTransfer("tcp again", 100);
const target: RatioTarget = {
  kind: "ratio",
  what: "ws / tcp",
  a,
  b,
  metric: "transmissionMs",
  bound: "at-most",
  limit: 2,
  same: [b, again],
};

function roundsOf(...cells: readonly (readonly [TransferCell, readonly (Measured | null)[]])[]): Rounds {
  const rounds = new Rounds();
  for (const [cell, blocks] of cells) {
    for (const [block, measured] of blocks.entries()) {
      if (measured === null) rounds.fail(cell, "broken");
      else rounds.add(cell, block, { measured });
    }
  }
  return rounds;
}

const times = (...values: number[]): Measured[] => values.map((transmissionMs) => ({ transmissionMs }));
const six = roundsOf(
  [a, times(1.5, 1.6, 1.4, 1.5, 1.6, 1.4)],
  [b, times(1, 1.1, 1, 0.9, 1, 1.1)],
  [again, times(1, 1, 1.1, 1, 0.9, 1)],
);

describe("judgeTargets", () => {
  it("compares the rounds of the same blocks", () => {
    const [judged] = judgeTargets([target], six);
    expect(judged).toMatchObject({
      a: "ws push, 100 B",
      b: "tcp, 100 B",
      rounds: 6,
      verdict: "met",
      unit: "ratio",
    });
  });

  it("omits blocks in which one of the two failed", () => {
    const rounds = roundsOf([a, [...times(1, 2), null, ...times(4)]], [b, [null, ...times(1, 1, 1)]]);
    expect(rounds.pairsOf(a, b, "transmissionMs")).toEqual([
      [2, 4],
      [1, 1],
    ]);
    expect(rounds.failures()).toEqual([
      ["ws push, 100 B", ["broken"]],
      ["tcp, 100 B", ["broken"]],
    ]);
  });

  it("is not measured if there are no rounds", () => {
    const value: Target = {
      kind: "value",
      what: "v",
      cell: a,
      metric: "startMs",
      bound: "at-most",
      limit: 1,
    };
    for (const judged of judgeTargets([target, value], new Rounds())) {
      expect(judged).toMatchObject({ verdict: "not measured", value: null, rounds: 0 });
    }
  });
});

describe("sameAgainstSame", () => {
  it("has one entry for each load and metric", () => {
    const same = sameAgainstSame([target, { ...target, limit: 3 }], six);
    expect(same).toHaveLength(1);
    expect(same[0]).toMatchObject({ what: "tcp again, 100 B / tcp, 100 B", rounds: 6 });
    expect(same[0]?.smallestRatio).toBeGreaterThan(1);
  });
});

describe("judgeMemory", () => {
  const end = (grownMb: number) => ({ warmBytes: 50e6, mostBytes: 50e6 + grownMb * 1e6 });
  const seen = (grownMb: number, count = 1_000) => ({
    label: "tcp tuned",
    payloadBytes: 5e6,
    count,
    inFlight: 4,
    sender: end(1),
    receiver: end(grownMb),
  });

  it("judges the end that grew more", () => {
    expect(judgeMemory([seen(20)])[0]).toMatchObject({ verdict: "met", value: 20, unit: "MB" });
    expect(judgeMemory([seen(20), seen(151)])[0]).toMatchObject({ verdict: "missed", value: 151, rounds: 2 });
  });

  it("is undecided with fewer payloads than the target names, and not measured with none", () => {
    expect(judgeMemory([seen(20, 50)])[0]).toMatchObject({
      verdict: "undecided",
      why: "50 of 1000 payloads passed",
    });
    expect(judgeMemory([])[0]).toMatchObject({ verdict: "not measured", value: null });
  });
});

describe("curveResult", () => {
  it("has median, range and ratio of the rounds, and null without rounds", () => {
    const curve: Curve = {
      title: "t",
      metric: "transmissionMs",
      columns: ["100 B"],
      rows: [
        { variant: "tcp", against: null, cells: [b] },
        { variant: "ws push", against: "tcp", cells: [a] },
        { variant: "grpc", against: "tcp", cells: [planTransfer("grpc", 100)] },
      ],
    };
    const { unit, rows } = curveResult(curve, six);
    expect(unit).toBe("ms");
    expect(rows.map(({ points }) => points)).toEqual([
      [{ median: 1, lowest: 0.9, highest: 1.1, rounds: 6, ratio: null }],
      [expect.objectContaining({ median: 1.5, lowest: 1.4, highest: 1.6, rounds: 6 })],
      [null],
    ]);
    const ratio = rows[1]?.points[0]?.ratio;
    expect(ratio?.value).toBeCloseTo(1.5, 1);
    expect(ratio?.low).toBeLessThan(ratio?.value ?? 0);
    expect(rows[1]?.against).toBe("tcp tuned");
  });
});

describe("cellResults", () => {
  it("has all rounds of the measured cells, in the given order", () => {
    const results = cellResults([again, a, planTransfer("grpc", 100)], six);
    expect(results.map(({ name }) => name)).toEqual(["tcp again, 100 B", "ws push, 100 B"]);
    expect(results[0]?.rounds).toEqual({ transmissionMs: [1, 1, 1.1, 1, 0.9, 1] });
  });

  it("collects the libraries of all rounds", () => {
    const rounds = new Rounds();
    rounds.add(a, 0, { measured: {}, about: { settings: {}, libraries: { ws: "8.0.0" } } });
    expect(librariesOf([a, b], rounds)).toEqual({ ws: "8.0.0" });
  });
});

describe("groupByLoad", () => {
  it("puts cells of one load together, each once", () => {
    const large = planTransfer("tcp", 1e6);
    expect(groupByLoad([a, large, b, a])).toEqual([[a, b], [large]]);
  });

  it("puts starts beside imports", () => {
    const start = { kind: "start", variant: "tcp" } as const;
    const imports = { kind: "imports", variant: "tcp" } as const;
    expect(groupByLoad([start, a, imports])).toEqual([[start, imports], [a]]);
  });
});
