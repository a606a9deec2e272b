import { expect, it } from "vitest";
import { formatCount, formatDelay, formatMs, formatPerSecond, formatRatio } from "./format-number.js";

it.each([
  [300, "300ms"],
  [0.25, "0.25ms"],
  [322.5806451612903, "322.6ms"],
  [1_000, "1s"],
  [2_345.6789, "2.346s"],
])("a delay of %f ms is %s", (ms, text) => {
  expect(formatDelay(ms)).toBe(text);
});

it.each([formatMs, formatCount, formatPerSecond, formatRatio])(
  "what is no number is a dash: %o",
  (format) => {
    for (const none of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
      expect(format(none)).toBe("-");
  },
);
