import { expect, it } from "vitest";
import { formatDelay } from "./format-number.js";

it.each([
  [300, "300ms"],
  [0.25, "0.25ms"],
  [322.5806451612903, "322.6ms"],
  [1_000, "1s"],
  [2_345.6789, "2.346s"],
])("a delay of %f ms is %s", (ms, text) => {
  expect(formatDelay(ms)).toBe(text);
});
