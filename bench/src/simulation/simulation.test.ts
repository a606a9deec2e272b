import { describe, expect, it } from "vitest";
import { SCENARIOS, simulateScenario } from "./scenarios.js";
import { broken, documentOf, limitFor, summaryOf } from "./tables.js";

const CASES = 10;
const rows = SCENARIOS.flatMap(({ contenders, rounds }, index) =>
  contenders === 1 && typeof rounds === "number" ? [simulateScenario(index, CASES)] : [],
);

describe("the simulation of the verdict", () => {
  it("repeats itself", () => {
    expect(simulateScenario(3, CASES)).toEqual(simulateScenario(3, CASES));
  });

  it("has a line for each kind of runs in each table", () => {
    const lines = documentOf(rows, CASES).split("\n");
    expect(lines.filter((line) => line.startsWith("| 1, 10 %, drift"))).toHaveLength(7);
    expect(summaryOf(rows)).toContain("| 1, 40 %, normal |");
  });

  it("finds what breaks the promise", () => {
    expect(limitFor(2_000)).toBeCloseTo(0.0646, 4);
    const [row] = rows as [(typeof rows)[number]];
    const kept = { ...row.equal, wrong: 0.04, covered: 0.96 };
    const brokenIf = (more: Partial<typeof row>) =>
      broken([{ ...row, equal: kept, mixed: kept, ...more }], 2_000);
    expect(brokenIf({})).toEqual([]);
    expect(brokenIf({ equal: { ...kept, wrong: 0.07 } })).toHaveLength(1);
    expect(brokenIf({ mixed: { ...kept, covered: 0.93 } })).toHaveLength(1);
    expect(brokenIf({ mixed: { ...kept, covered: 0.94 } })).toEqual([]);
  });
});
