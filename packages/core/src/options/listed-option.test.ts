import { expect, it } from "vitest";
import { listedOf } from "./listed-option.js";

const rounds = (max: number) => ({ min: 1, max, until: null }) as const;

it.each([
  [1, 100_000],
  [4, 100_000],
  [5, 80_000],
  [14, 28_571],
  [50, 8_000],
])("lists a bounded number of transmissions of one round, with %i adapters", (adapters, listed) => {
  expect(listedOf(undefined, rounds(1), adapters)).toEqual({
    maxTransmissions: listed,
    keepSamples: 100_000,
  });
});

it("lists as many as the caller wants, and few of each of several rounds", () => {
  expect(listedOf(200_000, rounds(1), 50)).toEqual({ maxTransmissions: 200_000, keepSamples: 200_000 });
  expect(listedOf(undefined, rounds(10), 50)).toEqual({ maxTransmissions: 1_000, keepSamples: 100_000 });
});
