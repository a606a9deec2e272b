import { describe, expect, it } from "vitest";
import { UsageError } from "../command-line.js";
import { storedHead } from "../results/fixtures/stored-head.js";
import { bestDesign, costsOf, differences, faultsOf, logsOf, switchesOf } from "./analyse.js";
import { explainedShare } from "./explained-share.js";
import { type PairMeasured, turnsOf } from "./measure-variance.js";
import { loadName, loadsOf, ROWS } from "./plan.js";
import { formatVariance } from "./tables.js";

const LOAD = { payloadBytes: 1_000_000, ratePerSecond: null, sliceMs: 100, limitsRaised: false };

/** A process pair whose time grows with its faults. */
function pairOf(row: string, pair: number, connections = 3): PairMeasured {
  const level = pair + 1;
  return {
    load: LOAD,
    row,
    pair,
    startMs: 200 + pair,
    connections: Array.from({ length: connections }, (_, connection) => ({
      connectMs: 1 + connection,
      warmUpMs: connection === 0 ? 300 : 30,
      slices: [
        [level * 1.1, level * 0.9],
        [level * (1 + connection / 50), level],
      ],
      sender: { faults: level * 10, voluntarySwitches: 2, involuntarySwitches: 1 },
      receiver: { faults: 0, voluntarySwitches: 4, involuntarySwitches: 0 },
    })),
  };
}

const PAIRS = [0, 1, 2, 3].map((pair) => pairOf("tcp", pair));
const HEAD = storedHead("pnpm bench variance", { pairs: 3, connections: 3, slices: 2 });

describe("differences", () => {
  it("pairs two trees as far as both reach", () => {
    expect(
      differences(
        [[3, 4], [5, 6, 7], [8]],
        [
          [1, 1],
          [2, 2],
        ],
      ),
    ).toEqual([
      [2, 3],
      [3, 4],
    ]);
  });
});

describe("what the kernel counted", () => {
  it("is per end, and explains the time as far as it goes along with it", () => {
    const faults = faultsOf(PAIRS);
    expect(faults).toMatchObject({ sender: 25, receiver: 0 });
    expect(faults.explains).toBeGreaterThan(0.99);
    expect(switchesOf(PAIRS)).toEqual({ sender: 3, receiver: 4, explains: null });
  });

  it("is null where the system does not count", () => {
    const [pair] = PAIRS as [PairMeasured];
    const nothing = { faults: null, voluntarySwitches: null, involuntarySwitches: null };
    const connections = pair.connections.map((one) => ({ ...one, sender: nothing, receiver: nothing }));
    expect(faultsOf([{ ...pair, connections }])).toEqual({ sender: null, receiver: null, explains: null });
  });

  it.each([
    [[1, 2, 3], [2, 4, 6], 1],
    [[1, 2, 3], [3, 2, 1], 1],
    [[1, 2, 1, 2], [1, 1, 2, 2], 0],
    [[1, 2, 3], [1, 1, 1], null],
  ])("explains %j by %j: %j", (a, b, share) => {
    expect(explainedShare(a, b)).toBe(share);
  });
});

describe("bestDesign", () => {
  it("spends the time on processes if only they differ", () => {
    const { connections, roundMs } = bestDesign(logsOf(PAIRS), costsOf(PAIRS), LOAD.sliceMs);
    expect(connections).toBe(1);
    expect(roundMs).toBeLessThanOrEqual(5 * LOAD.sliceMs);
  });

  it("takes the costs of first and later connections apart", () => {
    expect(costsOf(PAIRS)).toEqual({ startMs: 201.5, firstWarmUpMs: 300, connectMs: 2.5, laterWarmUpMs: 30 });
  });
});

describe("turnsOf", () => {
  it("has each row equally often at each place", () => {
    const places = ROWS.map((_, row) =>
      Array.from({ length: 2 * ROWS.length }, (_turn, turn) => turnsOf(ROWS.length, turn).indexOf(row)),
    );
    for (const ofRow of places) expect(ofRow.toSorted()).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
  });
});

describe("loadsOf", () => {
  it("has all loads of a size, and all of all sizes", () => {
    expect(loadsOf(1_000_000).map(loadName)).toEqual(["1 MB", "1 MB, 50/s", "1 MB, MALLOC_* raised"]);
    expect(new Set(loadsOf(undefined).map(({ payloadBytes }) => payloadBytes)).size).toBe(4);
  });

  it("refuses a size that no load has", () => {
    expect(() => loadsOf(5_000)).toThrow(UsageError);
  });
});

describe("formatVariance", () => {
  it("has a line for each row and for the ratio of the equal ones, in both tables", () => {
    const lines = ROWS.flatMap(({ name }) => [0, 1, 2].map((pair) => pairOf(name, pair)));
    const text = formatVariance({ head: HEAD, lines });
    for (const name of ["tcp", "ws", "grpc", "tcp again / tcp"]) {
      expect(text.split(`| 1 MB: ${name} |`)).toHaveLength(3);
    }
    expect(text).not.toMatch(/NaN|undefined|Infinity/);
  });

  it("leaves out a load with fewer than three process pairs", () => {
    const lines = ROWS.map(({ name }) => pairOf(name, 0));
    expect(formatVariance({ head: HEAD, lines })).not.toContain("| 1 MB: tcp |");
  });
});
