import { expect, it } from "vitest";
import { OffsetSteps } from "./offset-steps.js";

it("is the offset that was known at each time", () => {
  const steps = new OffsetSteps();
  expect(steps.at(5)).toBe(0);
  for (const [from, offset] of [
    [10, 100],
    [20, 200],
    [30, 300],
    [30, 301],
    [40, 400],
  ] as const) {
    steps.add(from, offset);
  }
  expect([0, 10, 19, 20, 29, 30, 39, 40, 99].map((ns) => steps.at(ns))).toEqual([
    100, 100, 100, 200, 200, 301, 301, 400, 400,
  ]);
  expect(steps.within(20, 39)).toEqual([20, 30, 30]);
});

it("is the offset at the receiver's stamp, not at the acknowledgement", () => {
  const steps = new OffsetSteps();
  steps.add(0, 1_000);
  steps.add(100, 1_001);
  // Stamped at 90 on the sender's clock, acknowledged at 110.
  expect(steps.offsetOf(1_090, 110)).toBe(1_000);
  expect(steps.offsetOf(1_106, 110)).toBe(1_001);
});
