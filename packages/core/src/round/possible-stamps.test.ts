import { describe, expect, it } from "vitest";
import { arePossible } from "./possible-stamps.js";

const SENT_AT = 5e12;
const ACKNOWLEDGED_AT = SENT_AT + 2e9;
const possible = (receivedAt: number, decodedAt: number) =>
  arePossible({ sequence: 0, status: "decoded", receivedAt, decodedAt }, SENT_AT, ACKNOWLEDGED_AT);

describe("arePossible", () => {
  it.each([
    [0, 0],
    [SENT_AT + 1, SENT_AT + 2],
    [7e15, 7e15 + 2e9],
    [1e18 - 1, 1e18],
  ])("accepts %d and %d: the two clocks may be far apart", (receivedAt, decodedAt) => {
    expect(possible(receivedAt, decodedAt)).toBe(true);
  });

  it.each([
    ["not numbers", Number.NaN, Number.NaN],
    ["one that is not a number", 1, Number.NaN],
    ["infinite", Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    ["negative", -2, -1],
    ["of no clock", 1e300, 1e300],
    ["in the wrong order", 2, 1],
    ["further apart than the payload was under way", 0, 3e9],
  ])("refuses stamps that are %s", (_, receivedAt, decodedAt) => {
    expect(possible(receivedAt, decodedAt)).toBe(false);
  });
});
