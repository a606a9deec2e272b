import { describe, expect, it } from "vitest";
import { storedHead } from "../results/fixtures/stored-head.js";
import { scatterOf, switchCost } from "./analyse.js";
import { type Mode, PAIRS, type SlicesMeasured } from "./measure-slices.js";
import { formatSlices } from "./table.js";

const LOAD = { payloadBytes: 1_000_000, ratePerSecond: null, sliceMs: 100, limitsRaised: false };

/** One block in which the second of the equal adapters takes `factor` times as long, and has as many more faults. */
function blockOf(mode: Mode, factor: number, drift = [1, 1, 1]): SlicesMeasured {
  const rows = PAIRS.flatMap(({ name }) =>
    [factor, 1].map((times) => ({
      pair: name,
      rounds: [
        {
          median: times,
          slices: mode === "whole" ? [] : drift.map((part) => part * times),
          faults: 10 * times,
        },
      ],
      starts:
        mode === "whole"
          ? []
          : drift.map((part) => ({ first: [3, 1, 1].map((one) => one * part), median: part })),
    })),
  );
  return { load: LOAD, mode, durationMs: 1, rows };
}

const FACTORS = [1, Math.E, 1, Math.E];
const RUNS = [
  ...FACTORS.map((factor) => blockOf("whole", factor)),
  ...FACTORS.map((factor, index) => blockOf("slices", Math.sqrt(factor), [1, 2, 3 + index])),
];

describe("scatterOf", () => {
  it("compares the two modes, and does not see what slices share", () => {
    const scatter = scatterOf(RUNS, "tcp");
    // Logarithms 0, 1, 0, 1 and half of it.
    expect(scatter.whole).toBeCloseTo(Math.sqrt(1 / 3), 12);
    expect(scatter.slices).toBeCloseTo(Math.sqrt(1 / 3) / 2, 12);
    expect(scatter.betweenSlices).toBeCloseTo(0, 6);
    expect(scatter.betweenBlocks).toBeCloseTo(Math.sqrt(1 / 3) / 2, 12);
    expect(scatter.blocks).toBe(4);
  });

  it("finds that the ratio goes along with the page faults", () => {
    expect(scatterOf(RUNS, "ws").explainedByFaults).toBeCloseTo(1, 2);
  });
});

describe("switchCost", () => {
  it("is in medians of the slice, without the first slice", () => {
    expect(switchCost(RUNS, "tcp", 1)).toBeCloseTo(3, 12);
    expect(switchCost(RUNS, "tcp", 2)).toBeCloseTo(2, 12);
    expect(switchCost(RUNS, "tcp", 5)).toBeUndefined();
  });
});

describe("formatSlices", () => {
  const head = storedHead("pnpm bench slices", { blocks: 4 });

  it("has a line for each pair, in both tables", () => {
    const text = formatSlices({ head, lines: RUNS });
    for (const { name } of PAIRS) expect(text.split(`| 1 MB: ${name} |`)).toHaveLength(3);
    expect(text).toContain("| 1 MB: tcp | 4 | 0.577 | 0.289 | 4.00 times |");
    expect(text).not.toMatch(/NaN|undefined|Infinity/);
  });

  it("leaves out a load that an interruption left with one mode", () => {
    expect(formatSlices({ head, lines: [blockOf("whole", 1)] })).not.toContain("tcp |");
  });
});
