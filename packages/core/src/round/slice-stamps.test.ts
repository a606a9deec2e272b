import { expect, it } from "vitest";
import { sampleOf } from "./fixtures/samples.js";
import { SliceStamps } from "./slice-stamps.js";

/** More than two chunks. */
const MANY = 10_000;

it("has the differences and the span of each slice, also of one after a longer one", () => {
  const stamps = new SliceStamps();
  for (const [first, count] of [
    [0, MANY],
    [MANY, 5_000],
    [0, 1],
  ] as const) {
    for (let sequence = first; sequence < first + count; sequence++) stamps.append(sampleOf(sequence));
    const samples = Array.from({ length: count }, (_, index) => sampleOf(first + index));
    expect(stamps.length).toBe(count);
    const expected = samples.map(({ sentAt, decodedAt }) => decodedAt - sentAt);
    expect([...stamps.differences("sentAt", "decodedAt")]).toEqual(expected);
    expect(stamps.differences("dueAt", "encodedAt").every((ns) => ns === 3_000)).toBe(true);
    expect(stamps.span).toEqual({
      firstSentAt: samples[0]?.sentAt,
      lastAcknowledgedAt: Math.max(...samples.map(({ acknowledgedAt }) => acknowledgedAt)),
    });
    stamps.clear();
  }
});
