import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../stats/seeded-random.js";
import { SequenceSet } from "./sequence-set.js";

const PAGE = 4_096;

const spread = (from: number, length: number): number[] => Array.from({ length }, (_, index) => from + index);

function shuffled(numbers: readonly number[], seed: number): number[] {
  const random = seededRandom(seed);
  return numbers
    .map((number) => ({ number, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ number }) => number);
}

/** Ranges with duplicates and gaps, each ascending, descending or shuffled. */
const stretch = fc
  .record({
    from: fc.nat({ max: 3 * PAGE }),
    length: fc.nat({ max: 2 * PAGE }),
    order: fc.constantFrom("in order", "backwards", "shuffled"),
    seed: fc.integer(),
  })
  .map(({ from, length, order, seed }) => {
    const numbers = spread(from, length);
    if (order === "in order") return numbers;
    return order === "backwards" ? numbers.reverse() : shuffled(numbers, seed);
  });
const anywhere = fc.array(fc.maxSafeNat(), { maxLength: 20 });

describe("SequenceSet", () => {
  it("gives the same answers as a Set", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.nat({ max: 3 * PAGE }), fc.maxSafeNat()),
        fc.array(fc.oneof({ weight: 3, arbitrary: stretch }, { weight: 1, arbitrary: anywhere }), {
          maxLength: 6,
        }),
        (first, parts) => {
          const model = new Set<number>();
          const set = new SequenceSet(first);
          const wrong: number[] = [];
          for (const place of parts.flat()) {
            const sequence = Math.min(first + place, Number.MAX_SAFE_INTEGER);
            if (set.has(sequence) !== model.has(sequence)) wrong.push(sequence);
            if (set.add(sequence) === model.has(sequence)) wrong.push(sequence);
            model.add(sequence);
            if (!set.has(sequence)) wrong.push(sequence);
          }
          for (const place of spread(0, 5 * PAGE + 1)) {
            if (set.has(first + place) !== model.has(first + place)) wrong.push(first + place);
          }
          expect(wrong).toEqual([]);
          expect(set.size).toBe(model.size);
        },
      ),
    );
  });

  it("holds at most two pages for a million numbers in order", () => {
    const set = new SequenceSet(1_000);
    let most = 0;
    for (let sequence = 1_000; sequence < 1_001_000; sequence++) {
      set.add(sequence);
      most = Math.max(most, set.pages);
    }
    expect(most).toBe(2);
    expect(set.size).toBe(1_000_000);
    expect([set.add(1_000), set.add(500_000), set.add(1_000_999), set.add(1_001_000)]).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });

  it("holds three after 4,096 full pages", () => {
    const set = new SequenceSet();
    for (let sequence = 0; sequence < PAGE * PAGE + PAGE + 1; sequence++) set.add(sequence);
    // The current page, the set of full pages, and the set of that set.
    expect(set.pages).toBe(3);
    expect([set.has(0), set.has(PAGE * PAGE - 1), set.has(PAGE * PAGE + PAGE)]).toEqual([true, true, true]);
    expect(set.has(PAGE * PAGE + PAGE + 1)).toBe(false);
  });

  it("holds one page for a lost number until it arrives", () => {
    const set = new SequenceSet();
    for (const sequence of spread(0, 100 * PAGE)) if (sequence !== 5_000) set.add(sequence);
    expect(set.pages).toBe(2);
    expect(set.has(5_000)).toBe(false);
    expect(set.add(5_000)).toBe(true);
    expect(set.pages).toBe(1);
    expect(set.add(5_000)).toBe(false);
  });

  it("holds no page for a lost range", () => {
    const set = new SequenceSet();
    for (const sequence of spread(10 * PAGE, 100 * PAGE)) set.add(sequence);
    expect(set.pages).toBe(1);
    expect(set.has(0)).toBe(false);
    expect(set.has(10 * PAGE)).toBe(true);
  });

  it("holds one page for a very large number", () => {
    const set = new SequenceSet();
    expect(set.add(Number.MAX_SAFE_INTEGER)).toBe(true);
    expect(set.add(Number.MAX_SAFE_INTEGER)).toBe(false);
    expect(set.has(Number.MAX_SAFE_INTEGER - 1)).toBe(false);
    expect(set.has(2 ** 32 - 1)).toBe(false);
    expect(set.pages).toBe(1);
  });

  it("has no room for more pages than it may have, but for all numbers of those that it has", () => {
    const set = new SequenceSet(5);
    let added = 0;
    for (; set.hasRoomFor(5 + added * 2 * PAGE); added++) set.add(5 + added * 2 * PAGE);
    expect(set.pages).toBe(added);
    expect(added * 512).toBeLessThan(10 * 2 ** 20);
    expect(set.hasRoomFor(5 + PAGE)).toBe(false);
    for (const number of spread(5, PAGE)) {
      expect(set.hasRoomFor(number)).toBe(true);
      set.add(number);
    }
    // A full page takes less memory.
    expect(set.hasRoomFor(5 + PAGE)).toBe(false);
    for (const number of spread(5 + 2 * PAGE, PAGE)) set.add(number);
    expect(set.hasRoomFor(5 + PAGE)).toBe(true);
  });
});
