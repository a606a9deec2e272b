import { describe, expect, it } from "vitest";
import { storedHead } from "../results/fixtures/stored-head.js";
import { isDrawn, isDrawnBlock, type ProgressMeasured } from "./plan.js";
import { formatProgress, shown, withAndWithout } from "./progress-table.js";

const HEAD = storedHead("pnpm bench progress", { payloadBytes: 10_000 });
/** Drawing makes a block 10 % slower, and the machine becomes slower all the time. */
const blocks = Array.from({ length: 25 }, (_, block) => (isDrawnBlock(block) ? 1.1 : 1) * 1.001 ** block);
const usual: ProgressMeasured = {
  mode: "usual",
  frames: 99,
  rounds: 25,
  equal: { ratio: 1, low: 0.98, high: 1.02 },
  p99: { ratio: 1, low: null, high: null },
  blocks,
};

describe("withAndWithout", () => {
  it("compares neighbours, and a slow change of the machine cancels", () => {
    const { ratio, low, high } = withAndWithout(usual);
    expect(ratio).toBeCloseTo(1.1, 3);
    expect(low).toBeLessThan(1.1);
    expect(high).toBeGreaterThan(1.1);
  });
});

describe("shown", () => {
  const equal = { ratio: 1, low: 0.98, high: 1.02 };

  it.each([
    [{ ratio: 1.01, low: 0.99, high: 1.03 }, "no cost shown"],
    [{ ratio: 0.9, low: 0.85, high: 0.95 }, "no cost shown"],
    [{ ratio: 1.01, low: 1.001, high: 1.015 }, "less than A against A"],
    [{ ratio: 1.03, low: 1.01, high: 1.05 }, "a cost"],
    [{ ratio: 1, low: null, high: null }, "too few rounds"],
  ])("says of %j: %s", (interval, expected) => {
    expect(shown(interval, equal)).toBe(expected);
  });
});

describe("isDrawn", () => {
  const pause = {
    next: "measure",
    label: "B",
    part: "rounds",
    block: 1,
    of: 4,
    slice: 0,
    slices: 9,
  } as const;

  it("is before the slices of one adapter, in every block", () => {
    expect(isDrawn("each-slice", pause)).toBe(true);
    expect(isDrawn("each-slice", { ...pause, label: "A" })).toBe(false);
    expect(isDrawn("each-slice", { ...pause, next: "finish", label: null })).toBe(false);
    // No adapter is measured yet, and what draws must be loaded.
    expect(isDrawn("each-slice", { ...pause, next: "start", label: null })).toBe(true);
  });

  it("is in one block of each two, for both adapters", () => {
    const drawn = [0, 1, 2, 3].map((block) => isDrawn("usual", { ...pause, label: "A", block }));
    expect(drawn).toEqual([true, false, false, true]);
  });
});

describe("formatProgress", () => {
  it("has a line for each ratio, and the command that repeats it", () => {
    const text = formatProgress({
      head: HEAD,
      lines: [{ ...usual, mode: "each-slice", frames: 999 }, usual],
    });
    expect(text).toContain("| before each slice | 1.00 (0.980 to 1.02) | 25 | 999 | no cost shown |");
    expect(text).toContain("| before each slice, p99 | 1.00 | 25 | 999 | too few rounds |");
    expect(text).toContain("| as for a user | 1.10 (1.10 to 1.10) | 12 | 99 | a cost |");
    expect(text).toContain("| A against A | 1.00 (0.980 to 1.02) | 25 |  |  |");
    expect(text).toContain("`pnpm bench progress`");
  });
});
