import { describe, expect, it } from "vitest";
import { buildRound } from "../fixtures/build-result.js";
import { faultsOf, isWhole } from "./whole.js";

describe("isWhole", () => {
  const whole = buildRound([1, 2]);

  it("accepts a round of which every payload arrived once and unchanged", () => {
    expect(isWhole(whole)).toBe(true);
  });

  it.each(["failed", "dropped", "lost", "undelivered", "duplicated", "damaged"] as const)(
    "refuses a round with a payload that was %s",
    (fault) => {
      const round = { ...whole, counts: { ...whole.counts, [fault]: 1 } };
      expect(isWhole(round)).toBe(false);
      expect(faultsOf(round)[fault]).toBe(1);
    },
  );

  it("refuses a round that ended early, that sent nothing, or that the receiver did not report", () => {
    expect(isWhole({ ...whole, status: "aborted" })).toBe(false);
    expect(isWhole(buildRound([]))).toBe(false);
    expect(faultsOf(buildRound([])).nothingSent).toBe(true);
    // A round that ended in its warm-up says nothing of its load.
    expect(faultsOf(buildRound([], { status: "failed" })).nothingSent).toBe(false);
    expect(isWhole({ ...whole, counts: { ...whole.counts, undelivered: null } })).toBe(false);
  });
});
