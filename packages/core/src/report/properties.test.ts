import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildComparison, buildResult, buildRound, buildTiming } from "../fixtures/build-result.js";
import type { BenchmarkResult, Counts, RoundResult } from "../result/result.js";
import { isWhole } from "../verdict/whole.js";
import { formatConclusion, formatText } from "./index.js";

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
      verdicts: fc.array(fc.constantFrom("faster", "slower", "same", "undecided"), {
        minLength: 10,
        maxLength: 10,
      }),
    })
    .map(({ timings, status, notRun, verdicts }) => {
      const made = timings.map((list, index) => buildTiming(`row ${index}, ${index % 2}`, list));
      const comparisons = (["transmission", "service"] as const).flatMap((by, place) =>
        made.slice(1).map(({ label }, index) => {
          const verdict = verdicts[5 * place + index] ?? "slower";
          const interval = verdict === "undecided" ? { low: null, high: null } : { low: 0.2, high: 0.8 };
          return buildComparison(label, { by, verdict, to: made[0]?.label ?? "", ...interval });
        }),
      );
      return buildResult(made, {
        status,
        notRun,
        settings: { rounds },
        comparisons: rounds > 1 && status === "completed" ? comparisons : [],
      });
    }),
);

const RANKS = /times as long|less time|more time|\d x\)|faster|slower/;

describe("every result", () => {
  it("has a report without holes", () => {
    fc.assert(
      fc.property(result, (one) => {
        expect(formatText(one)).not.toMatch(/undefined|NaN|Infinity|null|\[object|\(\)| {2,}\.|: *$(?!\n)/);
      }),
      { numRuns: 300 },
    );
  });

  it("ranks nothing unless every payload of every timing arrived once and unchanged", () => {
    fc.assert(
      fc.property(result, (one) => {
        const whole = one.timings.every(({ rounds }) => rounds.every(isWhole));
        fc.pre(!whole || one.status !== "completed");
        expect(formatConclusion(one)).not.toMatch(RANKS);
      }),
      { numRuns: 300 },
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
