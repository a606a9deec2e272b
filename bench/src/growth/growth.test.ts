import { describe, expect, it } from "vitest";
import { storedHead } from "../results/fixtures/stored-head.js";
import { bendOf, marginal } from "./bends.js";
import { formatGrowth } from "./growth-table.js";
import { type GrowthMeasured, shapeOf } from "./plan.js";

describe("bendOf", () => {
  it("finds the step at which a cost is highest over an earlier one", () => {
    const steps = [
      { value: 1, costs: [10, 11, 12] },
      { value: 16, costs: [8, 8, 9] },
      { value: 256, costs: [15, 16, 17] },
    ];
    expect(bendOf(steps)).toEqual({ at: 256, times: 2 });
  });

  it.each([
    [
      "falls",
      [
        [10, 11],
        [8, 9],
      ],
    ],
    [
      "rises a little",
      [
        [10, 10],
        [11.5, 11.5],
      ],
    ],
    [
      "rises in some rounds only",
      [
        [10, 20],
        [19, 30],
      ],
    ],
  ])("finds none where a cost %s", (_, costs) => {
    expect(bendOf(costs.map((one, index) => ({ value: index, costs: one })))).toBeNull();
  });

  it("finds none in a sum that grows in proportion, whatever it begins with", () => {
    const sums = [1, 10, 100].map((value) => [value, 500 + 3 * value] as const);
    expect(bendOf(marginal(sums))).toBeNull();
    expect(
      bendOf(
        marginal([
          [1, 1],
          [10, 100],
          [100, 10_000],
        ]),
      )?.at,
    ).toBe(100);
  });
});

describe("shapeOf", () => {
  it("keeps what is in flight while connections grow", () => {
    for (const value of [1, 1_024]) {
      const { inFlight, connections, warmupCount } = shapeOf({ axis: "connections", value });
      expect([inFlight, connections]).toEqual([1_024, value]);
      expect(warmupCount * connections).toBeGreaterThanOrEqual(20_000);
    }
  });

  it("counts large payloads, and measures small ones for a time", () => {
    expect(shapeOf({ axis: "bytes", value: 64 * 2 ** 20 }).load).toEqual({ count: 6 });
    expect(shapeOf({ axis: "bytes", value: 0 }).load).toEqual({ durationMs: 1_000 });
  });
});

it("shows the rate and the CPU of each step, and where they bend", () => {
  const head = storedHead("pnpm bench growth", { rounds: 1, measureMs: 1_000, runPayloads: 2_000 });
  const tcp = { kind: "transfer", protocol: "tcp", round: 1, perSecond: 1_000 } as const;
  const lines: GrowthMeasured[] = [
    { ...tcp, axis: "connections", value: 1, cpuUs: 2, faults: 0, ioCalls: 0.5 },
    { ...tcp, axis: "connections", value: 1_024, cpuUs: 8, faults: 0, ioCalls: 0.5 },
    { ...tcp, axis: "bytes", value: 10_000, cpuUs: 10, faults: 0, ioCalls: 0.5 },
    { ...tcp, axis: "bytes", value: 1_000_000, cpuUs: 500, faults: 2, ioCalls: 1 },
    ...[1, 10, 50].map((value) => {
      const costs = {
        runMs: 1_000 * value,
        peakBytes: 1e6,
        heldBytes: 1e6,
        resultBytes: 1e6,
        writeMs: value ** 2,
      };
      return { kind: "run", axis: "rows", value, ...costs } as const;
    }),
  ];
  const rows = formatGrowth({ head, lines })
    .split("\n")
    .filter((row) => row.startsWith("|"))
    .map((row) => row.slice(2, -2).split(" | "));
  expect(rows).toContainEqual([
    ...[
      "tcp",
      "1,000; 2.00 µs; 0.500 calls",
      "-",
      "-",
      "1,000; 8.00 µs; 0.500 calls",
      "at 1,024: 4.00 times",
    ],
  ]);
  // By size, the cost of a byte decides, and it fell.
  expect(rows).toContainEqual([
    ...["tcp", "-", "-", "1,000; 10.0 µs; 0 faults", "1,000; 500 µs; 2.00 faults", "-", "-", "no"],
  ]);
  expect(rows).toContainEqual(["bends up, by rows", "no", "no", "no", "no", "at 50: 5.45 times"]);
});
