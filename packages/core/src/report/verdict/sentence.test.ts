import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildComparison } from "../../fixtures/build-result.js";
import { type Comparison, MEASURES } from "../../verdict/comparison.js";
import { verdictWord } from "./cells.js";
import { verdictInWords } from "./sentence.js";

const say = (more: Partial<Comparison>) => verdictInWords(buildComparison("gRPC", more), 0.05);

/** A pair of ends, lowest first. */
const ends = (min: number, max: number) =>
  fc
    .tuple(fc.double({ min, max, noNaN: true }), fc.double({ min, max, noNaN: true }))
    .map(([one, other]) => ({ low: Math.min(one, other), high: Math.max(one, other) }));

const above = fc.oneof(ends(1, 1.2), ends(1, 3), ends(1, 1_000)).filter(({ high }) => high > 1);
const below = fc.oneof(ends(0.8, 1), ends(0.3, 1), ends(0.001, 1)).filter(({ low }) => low < 1);
const measure = fc.constantFrom(...MEASURES);

/** Reads a sentence back: which side it names first, and the ends of the ratio of that side to the other one. */
function readBack(sentence: string) {
  const numbers = [...sentence.matchAll(/(?<![\w.])[\d,]+(?:\.\d+)?(?:e-\d+)?/g)].map(([text]) =>
    Number(text.replaceAll(",", "")),
  );
  const first = sentence.startsWith("gRPC") ? ("label" as const) : ("to" as const);
  const bound = sentence.includes("at most");
  if (sentence.includes("%")) {
    const sign = /less|fewer/.test(sentence) ? -1 : 1;
    const ratios = numbers.map((percent) => 1 + (sign * percent) / 100);
    return { first, bound, ends: bound ? [1, ...ratios] : ratios, zero: numbers.includes(0) };
  }
  return { first, bound, ends: bound ? [1, ...numbers] : numbers, zero: numbers.includes(1) };
}

describe("the words of a verdict", () => {
  it("are one sentence for each kind of verdict", async () => {
    const sentences = {
      "a little slower": say({ low: 1.4, high: 1.6 }),
      "hardly slower": say({ low: 1.003, high: 1.02 }),
      "slower, by an interval that reaches down to 1": say({ low: 1, high: 1.2 }),
      "much slower": say({ low: 2.12, high: 2.43 }),
      "slower, by a wide interval": say({ low: 1.4, high: 2.6 }),
      "slower, by a wide interval that reaches down to 1": say({ low: 1, high: 2.6 }),
      "a little faster": say({ verdict: "faster", low: 0.49, high: 0.7 }),
      "faster, by an interval that reaches up to 1": say({ verdict: "faster", low: 0.49, high: 1 }),
      "much faster": say({ verdict: "faster", low: 0.31, high: 0.42 }),
      "very much faster": say({ verdict: "faster", low: 0.002, high: 0.006 }),
      same: say({ verdict: "same", low: 0.98, high: 1.03 }),
      undecided: say({ verdict: "undecided", low: 0.7, high: 1.2, roundsNeeded: 24 }),
      "undecided, nobody knows how many rounds": say({ verdict: "undecided", low: 0.7, high: 1.2 }),
      "undecided, by wide intervals": say({ verdict: "undecided", low: 0.7, high: 2.61, roundsNeeded: 300 }),
      "undecided, below a tenth": say({ verdict: "undecided", low: 0.04, high: 1.21, roundsNeeded: 1_200 }),
      "undecided about everything": say({ verdict: "undecided", low: 0.04, high: 25.1 }),
      "slower, one end is known": say({ low: 1.41, high: null }),
      "much slower, one end is known": say({ low: 2.19, high: null }),
      "faster, one end is known": say({ verdict: "faster", ratio: 0.5, low: null, high: 0.79 }),
      "much faster, one end is known": say({ verdict: "faster", ratio: 0.1, low: null, high: 0.21 }),
      "slower, only the direction is known": say({ low: 1, high: null }),
      "faster, only the direction is known": say({ verdict: "faster", ratio: 0.5, low: null, high: 1 }),
      "undecided, the upper end is known": say({
        verdict: "undecided",
        low: null,
        high: 1.31,
        roundsNeeded: 9,
      }),
      "undecided, the lower end is known": say({ verdict: "undecided", low: 0.69, high: null }),
      "undecided, a lower end below a tenth": say({ verdict: "undecided", low: 0.04, high: null }),
      "too few rounds": say({ verdict: "undecided", rounds: 3, low: null, high: null, roundsNeeded: 8 }),
      "one round": say({ verdict: "undecided", rounds: 1, low: null, high: null }),
      invalid: say({ ...invalid, reason: { code: "NOT_WHOLE", message: "gRPC lost 3 payloads" } }),
      ...Object.fromEntries(
        MEASURES.flatMap((by) => [
          [`${by}, a little more`, say({ by, low: 1.4, high: 1.6 })],
          [`${by}, much more`, say({ by, low: 2.1, high: 2.4 })],
          [`${by}, less`, say({ by, low: 0.49, high: 0.7 })],
          [`${by}, the same`, say({ by, low: 0.98, high: 1.02, verdict: "same" })],
          [`${by}, undecided`, say({ by, low: 0.9, high: 1.2, verdict: "undecided", roundsNeeded: 20 })],
        ]),
      ),
    };
    const text = Object.entries(sentences).map(([about, sentence]) => `${about}: ${sentence}.`);
    await expect(`${text.join("\n")}\n`).toMatchFileSnapshot("../snapshots/verdict-sentences.txt");
  });

  it("never contradict the numbers of a difference", () => {
    fc.assert(
      fc.property(fc.oneof(above, below), measure, ({ low, high }, by) => {
        const sentence = say({
          by,
          low,
          high,
          ratio: (low + high) / 2,
          verdict: low >= 1 ? "slower" : "faster",
        });
        const read = readBack(sentence);
        const [from, until] = read.first === "label" ? [low, high] : [1 / high, 1 / low];
        expect(read.zero).toBe(false);
        const least = Math.min(...read.ends);
        const most = Math.max(...read.ends);
        // Two significant digits, rounded to the nearest, or upwards after "at most".
        const near = read.bound ? 0.101 : 0.051;
        expect(Math.abs(least - from)).toBeLessThanOrEqual(near * from);
        expect(Math.abs(most - until)).toBeLessThanOrEqual(near * until);
        // The side of 1 is right.
        expect(most > 1).toBe(until > 1);
        expect(least < 1).toBe(from < 1);
        // "At most" is never less than the interval allows.
        if (read.bound && least < 1) expect(least).toBeLessThanOrEqual(from + 1e-9);
        if (read.bound && most > 1) expect(most).toBeGreaterThanOrEqual(until - 1e-9);
        // In the sentence, the amount that is nearer to 1 comes first.
        const shown = read.ends.map((ratio) => Math.abs(ratio - 1));
        expect(shown).toEqual(shown.toSorted((a, b) => a - b));
      }),
      { numRuns: 2_000 },
    );
  });

  it("rule out no more than the interval does", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 1, noNaN: true }),
        fc.double({ min: 1, max: 1_000, noNaN: true }),
        measure,
        (low, high, by) => {
          const sentence = say({ by, low, high, verdict: "undecided" });
          const limits = [...sentence.matchAll(/at most ([\d,.]+) (% (?:less|fewer)|% more|times)/g)].map(
            ([, number, unit]) => ({ value: Number(number?.replaceAll(",", "")), unit }),
          );
          expect(limits).toHaveLength(2);
          const [less, more] = limits;
          const lowest = less?.unit === "times" ? 1 / less.value : 1 - (less?.value ?? 0) / 100;
          const highest = more?.unit === "times" ? more.value : 1 + (more?.value ?? 0) / 100;
          expect(lowest).toBeLessThanOrEqual(low + 1e-9);
          expect(highest).toBeGreaterThanOrEqual(high - 1e-9);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it("never say more than the only end of an interval does", () => {
    const end = fc.oneof(
      fc.double({ min: 0.001, max: 0.9999, noNaN: true }),
      fc.double({ min: 1.0001, max: 1_000, noNaN: true }),
    );
    fc.assert(
      fc.property(end, measure, fc.boolean(), (ratio, by, decided) => {
        const slower = ratio > 1;
        // The end near 1 of a difference, and the end far from 1 of what is undecided.
        const known = slower === decided ? { low: ratio, high: null } : { low: null, high: ratio };
        const verdict = decided ? (slower ? "slower" : "faster") : "undecided";
        const sentence = say({ by, ratio, ...known, verdict }).replace(/^Undecided: /, "");
        const [, number, unit] = sentence.match(/at (?:most|least) ([\d,.]+) (%|times)/) ?? [];
        const factor = slower ? ratio : 1 / ratio;
        if (number === undefined) {
          expect(decided && factor - 1).toBeLessThan(0.0012);
          return;
        }
        const value = Number(number.replaceAll(",", ""));
        const least = /less|fewer/.test(sentence) ? 1 / (1 - value / 100) : 1 + value / 100;
        const said = unit === "times" ? value : least;
        if (decided) expect(said).toBeLessThanOrEqual(factor * (1 + 1e-9));
        else expect(said).toBeGreaterThanOrEqual(factor * (1 - 1e-9));
        expect(said).toBeGreaterThan(1);
      }),
      { numRuns: 1_000 },
    );
  });

  it("are one word in a table: faster and slower for times, less and more for amounts", () => {
    const word = (by: Comparison["by"], more: Partial<Comparison>) =>
      verdictWord(buildComparison("gRPC", { by, ...more }));
    expect(word("p99", { verdict: "slower", ratio: 2 })).toBe("slower");
    expect(word("cpu", { verdict: "slower", ratio: 2 })).toBe("more");
    expect(word("throughput", { verdict: "faster", ratio: 2 })).toBe("more");
    expect(word("throughput", { verdict: "slower", ratio: 0.5 })).toBe("less");
    expect(word("cpu", { verdict: "undecided" })).toBe("undecided");
  });
});

const invalid = { verdict: "invalid", ratio: null, low: null, high: null, pValue: null } as const;
