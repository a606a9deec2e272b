import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildComparison, buildResult, buildRound, buildTiming } from "../fixtures/build-result.js";
import type { BenchmarkResult, Counts, RoundResult } from "../result/result.js";
import type { Comparison } from "../verdict/comparison.js";
import { isWhole } from "../verdict/whole.js";
import { formatConclusion, formatMarkdown, formatText } from "./index.js";

const count = fc.integer({ min: 0, max: 3 });
const unknown = fc.option(count, { freq: 10 });
/** Mostly no faults, so that whole runs are not rare. */
const faults: fc.Arbitrary<Partial<Counts>> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({}) },
  fc.record(
    {
      failed: count,
      dropped: count,
      lost: unknown,
      undelivered: unknown,
      duplicated: unknown,
      damaged: unknown,
    },
    { requiredKeys: [] },
  ),
);
const clock: fc.Arbitrary<RoundResult["clock"]> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ kind: "shared", because: "one machine" } as const) },
  fc.constantFrom(
    {
      kind: "estimated",
      because: "two hosts",
      offsetMs: 1,
      errorMs: 0.5,
      maxDriftPpm: 500,
      driftPpm: null,
      driftErrorPpm: null,
      comparedDuring: 0,
    } as const,
    { kind: "ack-derived", because: "two hosts", halfRoundTripMs: 1, offsetMs: null, errorMs: null } as const,
  ),
);
const timesMs = fc
  .tuple(fc.constantFrom(-0.1, 0.01, 1, 1.2, 30, 5_000), fc.integer({ min: 0, max: 12 }))
  .chain(([ms, length]) =>
    fc.array(fc.constantFrom(ms, 1.1 * ms, 9 * ms), { minLength: length, maxLength: length }),
  );

const round = fc.record({ timesMs, faults, clock }).map(({ timesMs: times, faults: more, clock: kind }) => {
  const made = buildRound(times, { clock: kind });
  return { ...made, counts: { ...made.counts, ...more } };
});

const none = { ratio: null, low: null, high: null, pValue: null } as const;
const verdict: fc.Arbitrary<Partial<Comparison>> = fc.constantFrom<Partial<Comparison>>(
  { verdict: "faster", ratio: 0.4, low: 0.2, high: 0.8 },
  { verdict: "faster", ratio: 0.4, low: 0.2, high: 1 },
  { verdict: "slower", ratio: 1.2, low: 1.0001, high: 5 },
  { verdict: "slower", ratio: 1.5, low: 1, high: null },
  { verdict: "faster", ratio: 0.5, low: null, high: 0.7 },
  { verdict: "undecided", ratio: 0.9, low: null, high: 1.3 },
  { verdict: "same", ratio: 1, low: 0.99, high: 1.01 },
  { verdict: "undecided", ratio: 1, low: 0.02, high: 1.3, roundsNeeded: 30 },
  { verdict: "undecided", ratio: 1, low: null, high: null },
  { verdict: "invalid", ...none, reason: { code: "CLOCK", message: "the clocks are not known well enough" } },
);

/** A run with one round or several. Whether it calls itself completed is random, too. */
const result: fc.Arbitrary<BenchmarkResult> = fc.integer({ min: 1, max: 6 }).chain((rounds) =>
  fc
    .record({
      timings: fc.array(fc.array(round, { minLength: rounds, maxLength: rounds }), {
        minLength: 0,
        maxLength: 5,
      }),
      status: fc.constantFrom(
        "completed" as const,
        "completed" as const,
        "failed" as const,
        "aborted" as const,
      ),
      notRun: fc.constantFrom<readonly string[]>([], [], ["later"]),
      verdicts: fc.array(verdict, { minLength: 10, maxLength: 10 }),
      all: fc.boolean(),
    })
    .map(({ timings, status, notRun, verdicts, all }) => {
      const made = timings.map((list, index) => buildTiming(`row ${index}, ${index % 2}`, list));
      const comparisons = (["transmission", "service"] as const).flatMap((by, place) =>
        made.slice(1).map(({ label }, index) => {
          const to = made[all ? index : 0]?.label ?? "";
          return buildComparison(label, {
            by,
            decides: by === "transmission",
            to,
            ...verdicts[5 * place + index],
          });
        }),
      );
      return buildResult(made, {
        status,
        notRun,
        settings: { rounds },
        comparisons: rounds > 1 ? comparisons : [],
      });
    }),
);

const RANKS =
  /times as long|less time|more time|\d x\)|faster|slower|the same time|but \d+ rounds? (?:is|are) too few/;

describe("every result", () => {
  it("has a report without holes", () => {
    fc.assert(
      fc.property(result, (one) => {
        expect(formatText(one)).not.toMatch(/undefined|NaN|Infinity|null|\[object|\(\)| {2,}\.|: *$(?!\n)/);
      }),
      { numRuns: 300 },
    );
  });

  it("ranks no timing of which a payload did not arrive once and unchanged", () => {
    fc.assert(
      fc.property(result, (one) => {
        const faulty = one.timings.filter(({ rounds }) => !rounds.every(isWhole));
        const text = formatConclusion(one);
        if (one.comparisons.length === 0) {
          fc.pre(faulty.length > 0 || one.status !== "completed");
          expect(text).not.toMatch(RANKS);
        } else {
          const ranking = text.split("\n").filter((line) => RANKS.test(line));
          for (const { label } of faulty) for (const line of ranking) expect(line).not.toContain(label);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("has the same words as Markdown", () => {
    const words = (text: string) => text.match(/[a-z]{3,}/gi);
    fc.assert(
      fc.property(result, (one) => {
        expect(words(formatMarkdown(one))).toEqual(words(formatText(one)));
      }),
      { numRuns: 50 },
    );
  });

  it("calls two timings of one round far apart exactly from a factor of ten on", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 20, noNaN: true }),
        fc.integer({ min: 4, max: 12 }),
        fc.boolean(),
        (factor, payloads, slowFirst) => {
          const of = (label: string, ms: number) =>
            buildTiming(label, buildRound(Array<number>(payloads).fill(ms)));
          const timings = [of("fast", 1_000), of("slow", 1_000 * factor)];
          const text = formatConclusion(buildResult(slowFirst ? timings.reverse() : timings));
          expect(text.includes("far apart")).toBe((1_000 * factor) / 1_000 >= 10);
        },
      ),
    );
  });
});
