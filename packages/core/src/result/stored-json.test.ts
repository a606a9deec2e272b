import { expect, it } from "vitest";
import { buildResult, buildRound, buildTiming, buildTransmission } from "../fixtures/build-result.js";
import { parseResult } from "./parse-result.js";
import { storedJson } from "./stored-json.js";

const listing = (count: number) => {
  const transmission = buildTransmission(0, 1);
  const transmissions = Array.from({ length: count }, () => transmission);
  return buildResult([buildTiming("a", [{ ...buildRound([1]), transmissions }])]);
};

it("has lines for people, unless it lists so many transmissions that they would double a large file", () => {
  const linesOf = (count: number) => storedJson(listing(count)).split("\n").length;
  expect(linesOf(100)).toBeGreaterThan(1_000);
  // One line, and the break after it.
  expect(linesOf(100_001)).toBe(2);
});

it("is read again", () => {
  const result = buildResult([buildTiming("a", [buildRound([1, 2])])]);
  expect(parseResult(storedJson(result))).toEqual(result);
});
