import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sampleOf } from "./fixtures/samples.js";
import { blankStoredSample, SampleStore } from "./sample-store.js";

/** More than two chunks. */
const MANY = 9_000;

describe("SampleStore", () => {
  it("returns every number of the appended samples", () => {
    const stamp = fc.oneof(fc.constant(Number.NaN), fc.integer({ min: 0 }));
    const sample = fc.record({
      sequence: fc.nat(),
      connection: fc.nat(),
      payloadBytes: fc.nat(),
      frameBytes: stamp,
      dueAt: stamp,
      sentAt: stamp,
      encodedAt: stamp,
      receivedAt: stamp,
      decodedAt: stamp,
      acknowledgedAt: stamp,
      error: fc.constantFrom(undefined, { code: "SEND_FAILED" as const, message: "no" }),
    });
    fc.assert(
      fc.property(fc.array(sample), (samples) => {
        const store = new SampleStore();
        for (const one of samples) store.append(one);
        const stored = samples.map((_, index) => ({ ...store.read(index, blankStoredSample()) }));
        expect(stored).toEqual(samples.map(({ error, ...stamps }) => ({ ...stamps, failed: !!error })));
      }),
    );
  });

  it("grows by chunks", () => {
    const store = new SampleStore();
    for (let sequence = 0; sequence < MANY; sequence++) store.append(sampleOf(sequence));
    expect(store.length).toBe(MANY);
    const target = blankStoredSample();
    for (const index of [0, 4_095, 4_096, MANY - 1]) {
      expect(store.read(index, target)).toBe(target);
      expect(target.sequence).toBe(index);
    }
  });
});
