import fc from "fast-check";
import { expect, it } from "vitest";
import { InFlight } from "./in-flight.js";
import { blankSample, type Sample } from "./sample.js";

/** What happens: so many sequence numbers are skipped, then one is added; or one of those in flight is taken out. */
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ skip: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ skip: fc.integer({ min: 3, max: 9_000 }) }) },
  { weight: 3, arbitrary: fc.record({ take: fc.nat() }) },
);

function sampleOf(sequence: number): Sample {
  return { ...blankSample(), sequence };
}

it("has the payloads in flight, the oldest first, as a Map would", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.nat(10_000), (steps, first) => {
      const inFlight = new InFlight();
      const expected = new Map<number, Sample>();
      let next = first;
      for (const one of steps) {
        if ("skip" in one) {
          next += one.skip;
          const sample = sampleOf(next++);
          inFlight.add(sample);
          expected.set(sample.sequence, sample);
        } else if (expected.size > 0) {
          const sequence = [...expected.keys()][one.take % expected.size] as number;
          inFlight.delete(inFlight.get(sequence) as Sample);
          expected.delete(sequence);
          expect(inFlight.get(sequence)).toBeUndefined();
        }
        expect(inFlight.size).toBe(expected.size);
      }
      expect([...inFlight]).toEqual([...expected.values()]);
      for (const sample of expected.values()) expect(inFlight.get(sample.sequence)).toBe(sample);
      for (const absent of [-1, 0.5, Number.NaN, next, 2 ** 32 + next, 1e300]) {
        expect(inFlight.get(absent)).toBeUndefined();
      }
    }),
  );
});

it("can be emptied while it is read", () => {
  const inFlight = new InFlight();
  const sequences = [0, 1, 5_000, 5_001, 9_000];
  for (const sequence of sequences) inFlight.add(sampleOf(sequence));
  const seen: number[] = [];
  for (const sample of inFlight) {
    seen.push(sample.sequence);
    inFlight.delete(sample);
  }
  expect(seen).toEqual(sequences);
  expect(inFlight.size).toBe(0);
});
