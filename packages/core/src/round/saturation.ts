import type { EndResources, RoundResult } from "../result/result.js";

/** An event loop that works for this share of the time is saturated. */
const SATURATED_WORK_SHARE = 0.9;
/** Shorter measurements are not judged. */
const SATURATED_FROM_MS = 200;
/** Warn if the sender's lateness is at least this share of the response time, and at least this long. */
const SATURATED_SLIP_SHARE = 0.1;
const SATURATED_SLIP_MS = 0.1;
/** Warn if the sender's lateness is at least this share of the 99th percentile, and at least this long. */
const STALLED_SLIP_SHARE = 0.5;
const STALLED_SLIP_MS = 1;
/**
 * A link that carries 95 % of the rate makes response times grow by this share of the time. Less may be
 * chance.
 */
const BEHIND_GROWTH = 0.05;
const BEHIND_FROM_MS = 10;
/** If growth is steady, half of it is there in the middle third. Less than this share means a stall near the end. */
const BEHIND_HALFWAY = 0.25;

/**
 * A message if an end's event loop was saturated. Only work counts: a pacer that polls keeps its event loop
 * at 100 % without any load.
 */
export function saturation(
  end: "sender" | "receiver",
  used: EndResources | null | undefined,
): string | undefined {
  if (!used || used.durationMs < SATURATED_FROM_MS || used.workShare < SATURATED_WORK_SHARE) return undefined;
  const share = Math.round(100 * used.workShare);
  return `the ${end}'s event loop was busy ${share} % of the time: the limit may be this process, not the protocol`;
}

/** A message if the sender's lateness is a large part of the response times. */
export function slipped({ times: { slipMs, responseMs } }: Pick<RoundResult, "times">): string | undefined {
  if (!slipMs || !responseMs || slipMs.p50 < SATURATED_SLIP_MS) return undefined;
  if (slipMs.p50 < SATURATED_SLIP_SHARE * responseMs.p50) return undefined;
  return (
    `the sender was ${ms(slipMs.p50)} ms late (median), and the median response time is ` +
    `${ms(responseMs.p50)} ms: it did not keep the schedule`
  );
}

/** A message if the sender's lateness is a large part of the slowest response times. */
export function stalledSender(
  { times: { slipMs, responseMs } }: Pick<RoundResult, "times">,
  used: EndResources | null | undefined,
): string | undefined {
  const [slip, response] = [slipMs?.p99, responseMs?.p99];
  if (slip === undefined || response === undefined) return undefined;
  if (slip < STALLED_SLIP_MS || slip < STALLED_SLIP_SHARE * response) return undefined;
  const delay = used?.loopDelayMs;
  const longest = delay ? ` Its event loop was up to ${ms(delay.max)} ms late.` : "";
  return (
    `the 99th percentile of the sender's own lateness is ${ms(slip)} ms, that of response times ` +
    `${ms(response)} ms.${longest}`
  );
}

/**
 * A message if response times kept growing. The growth per second comes from the medians of the first and the
 * last third of the intervals. If only a share s of the rate is carried, response times grow by 1/s - 1 seconds per
 * second. The middle third must have grown, too: a single stall near the end is no growth. Needs at least three
 * intervals.
 */
export function responseGrowth({ intervals, intervalMs }: RoundResult["series"]): string | undefined {
  const known = intervals.filter(({ p50 }) => p50 !== null);
  const third = Math.floor(known.length / 3);
  if (third === 0) return undefined;
  const mean = (some: typeof known, of: (interval: (typeof known)[number]) => number) =>
    some.reduce((sum, interval) => sum + of(interval), 0) / some.length;
  const [first, middle, last] = [known.slice(0, third), known.slice(third, -third), known.slice(-third)];
  const grownMs = mean(last, ({ p50 }) => p50 ?? 0) - mean(first, ({ p50 }) => p50 ?? 0);
  const overMs = mean(last, ({ startMs }) => startMs) - mean(first, ({ startMs }) => startMs) || intervalMs;
  const growth = grownMs / overMs;
  if (grownMs < BEHIND_FROM_MS || growth < BEHIND_GROWTH) return undefined;
  const halfwayMs = mean(middle, ({ p50 }) => p50 ?? 0) - mean(first, ({ p50 }) => p50 ?? 0);
  if (halfwayMs < BEHIND_HALFWAY * grownMs) return undefined;
  return `response times grew by ${ms(growth * 1_000)} ms per second: they are not those of a steady state`;
}

/** Milliseconds with three significant figures. */
export function ms(value: number): string {
  return String(Number(value.toPrecision(3)));
}
