import { describe, expect, it } from "vitest";
import { buildRound, buildTiming } from "../fixtures/build-result.js";
import type { Timing } from "../result/result.js";
import { seededRandom } from "../stats/seeded-random.js";
import { compareTimings } from "./compare.js";
import type { ComparisonPlan } from "./plan.js";

const plan = { reference: "a", margin: 0.05, decideBy: "transmission", roundsRule: null } as const;

function timing(label: string, rounds: number, ms: () => number): Timing {
  return buildTiming(
    label,
    Array.from({ length: rounds }, (_, block) => buildRound([ms()], { block })),
  );
}

describe("the cells of a matrix", () => {
  it.each([
    [1, 6],
    [9, 9],
    [100, 13],
  ])("%i of them need at least %i rounds to show a difference of two adapters", (cells, least) => {
    const verdictAfter = (rounds: number) => {
      const timings = [timing("a", rounds, () => 1), timing("b", rounds, () => 2)];
      const decided = compareTimings(timings, { ...plan, cells }).find(({ decides }) => decides);
      return [decided?.verdict, (decided?.pValue ?? 0) <= 0.05];
    };
    expect(verdictAfter(least - 1)).toEqual(["undecided", false]);
    expect(verdictAfter(least)).toEqual(["slower", true]);
  });

  it("show a false difference in any cell in at most 5 % of matrices", () => {
    const random = seededRandom(7);
    const noise = () => Math.exp(0.1 * (random() + random() + random() - 1.5));
    const [matrices, cells, rounds] = [200, 9, 10];
    const claims = (own: Pick<ComparisonPlan, "cells">) =>
      Array.from({ length: cells }).some(() => {
        const timings = [timing("a", rounds, noise), timing("b", rounds, noise)];
        const verdicts = compareTimings(timings, { ...plan, ...own }).map(({ verdict }) => verdict);
        return verdicts.includes("faster") || verdicts.includes("slower");
      });
    const falseOnes = (own: Pick<ComparisonPlan, "cells">) =>
      Array.from({ length: matrices }).filter(() => claims(own)).length / matrices;
    // Four standard errors above 5 %. The seed is fixed, so the share is always the same.
    expect(falseOnes({ cells })).toBeLessThan(0.112);
    // What the shares are for: without them, false differences add up.
    expect(falseOnes({ cells: 1 })).toBeGreaterThan(0.15);
  });
});
