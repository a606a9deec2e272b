import { expect, it } from "vitest";
import { buildRound, buildTiming } from "../fixtures/build-result.js";
import { standingOf } from "./standing.js";

const round = buildRound([1, 2]);

it("says how the first round that is not whole ended", () => {
  expect(standingOf(buildTiming("a", round))).toBe("");
  const lossy = { ...round, counts: { ...round.counts, lost: 1 } };
  expect(standingOf(buildTiming("a", [round, { ...lossy, block: 1 }]))).toBe("not whole");
  expect(standingOf(buildTiming("a", [lossy, { ...round, block: 1, status: "failed" }]))).toBe("failed");
});

it.each([[null], [{}], [{ ...round, counts: null }]])("refuses a round that is %j", (broken) => {
  const timing = { ...buildTiming("a", round), rounds: [broken as never] };
  expect(() => standingOf(timing)).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
});
