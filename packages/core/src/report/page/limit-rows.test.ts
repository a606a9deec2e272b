import { describe, expect, it } from "vitest";
import { buildResult, buildRound, buildTiming } from "../../fixtures/build-result.js";
import type { Limit } from "../../verdict/limits.js";
import { limitRows } from "./limit-rows.js";

const ROUNDS = 8;
/** Rounds of one payload each, that take 10 to 17 ms. */
const rounds = Array.from({ length: ROUNDS }, (_, block) => buildRound([10 + block], { block }));
const result = buildResult([buildTiming("head", rounds)]);
const p50 = (bound: number): Limit => ({ label: "head", value: "p50", bound });

describe("limitRows", () => {
  // With one limit, eight rounds have an interval from the lowest to the highest.
  it.each<[Limit, string, string]>([
    [p50(20), "within", "kept"],
    [p50(17), "within", "kept"],
    [p50(16), "undecided", "undecided"],
    [p50(10), "undecided", "undecided"],
    [p50(9), "beyond", "exceeded"],
    [{ label: "head", value: "throughput", bound: 1 }, "within", "kept"],
    [{ label: "head", value: "throughput", bound: 2 }, "beyond", "exceeded"],
  ])("%j: %s", (limit, answer, word) => {
    expect(limitRows(result, [limit])).toMatchObject([{ limit, answer, word }]);
  });

  it("has words and numbers for a picture", () => {
    expect(limitRows(result, [p50(16)])).toMatchObject([
      {
        allowed: "at most 16 ms",
        measured: "10 to 17 ms",
        unit: "ms",
        rounds: [10, 11, 12, 13, 14, 15, 16, 17],
        why: expect.stringContaining("limit"),
      },
    ]);
    const [throughput] = limitRows(result, [{ label: "head", value: "throughput", bound: 1_500 }]);
    expect(throughput).toMatchObject({ allowed: "at least 1,500 per s", measured: "1.5 per s" });
  });

  it("needs more rounds for more limits, and for more cells", () => {
    const seven = limitRows(result, Array(7).fill(p50(20)));
    expect(seven[0]).toMatchObject({ answer: "undecided", measured: "", roundsNeeded: 9 });
    const cells = buildResult([buildTiming("head", rounds)], { settings: { cells: 7 } });
    expect(limitRows(cells, [p50(20)])).toMatchObject([{ answer: "undecided", roundsNeeded: 9 }]);
    const [near] = limitRows(result, [p50(16)]);
    expect(near?.roundsNeeded).toBeGreaterThan(ROUNDS);
  });

  it.each<[string, Limit]>([
    ["an adapter that was not measured", { label: "other", value: "p50", bound: 1 }],
    ["a value that was not measured", { label: "head", value: "bytes", bound: 1 }],
    ["a percentile of too few payloads", { label: "head", value: "p99", bound: 1 }],
  ])("has no answer for %s, and says why", (_, limit) => {
    const [row] = limitRows(result, [limit]);
    expect(row).toMatchObject({ answer: "invalid", word: "no answer", measured: "" });
    expect(row?.why).not.toBe("");
  });

  it.each([
    [{ label: "head", value: "p98", bound: 1 }, "limits[0].value"],
    [{ label: "head", value: "p99", bound: -1 }, "limits[0].bound"],
    [{ label: "head", value: "p99", bound: 1, operator: ">" }, "operator"],
  ])("refuses %j", (limit, named) => {
    expect(() => limitRows(result, [limit as never])).toThrow(
      expect.objectContaining({ code: "INVALID_OPTION", message: expect.stringContaining(named) }),
    );
  });
});
