import { formatTime, type Percentiles, type Summary } from "@wireduel/core/report";
import { type Distribution, meanOf as meanMsOf, NS_PER_MS, quantileOf } from "./distribution.js";
import { type Measured, together } from "./measured.js";

/** A curve needs as many payloads as its 90 %. */
export const LEAST_PAYLOADS = 10;
/** The 50th percentile, and then one more nine each time. */
export const PERCENTILES: readonly number[] = [0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999, 0.999999, 0.9999999];
/** Those of the table. */
export const IN_TABLE: readonly number[] = PERCENTILES.toSpliced(2, 0, 0.95);

/** A curve: the times of all rounds of a timing. */
export interface Curve {
  readonly label: string;
  readonly index: number;
  readonly times: Distribution;
  /** What the result has of a single round. Undefined if there are several rounds, or payloads without a time. */
  readonly summary: Summary | undefined;
}

/** The curves of all timings that have enough payloads. */
export function curvesOf(timings: readonly Measured[]): Curve[] {
  return timings.flatMap((timing): Curve[] => {
    const times = together(timing);
    const { label, index } = timing;
    const [only] = timing.rounds;
    const isWhole = timing.rounds.length === 1 && times.missing === 0;
    const summary = isWhole && only?.summary ? only.summary : undefined;
    return times.samples >= LEAST_PAYLOADS ? [{ label, index, times, summary }] : [];
  });
}

/** A point of a curve: all payloads but one in so many take at most so long. */
export type Step = readonly [oneIn: number, ms: number];

/** Steps, with one for each payload. The slowest one of all ends the curve. */
export function stepsOf({ bins, samples, missing }: Distribution): Step[] {
  const all = samples + missing;
  let slower = all;
  return bins.flatMap(({ ns, count }): Step[] => {
    const from = all / slower;
    slower -= count;
    const ms = ns / NS_PER_MS;
    return [
      [from, ms],
      [all / Math.max(1, slower), ms],
    ];
  });
}

/** The place of a percentile: it leaves out one payload in so many. Rounded, because 1 - 0.9 is not quite 0.1. */
export function oneIn(p: number): number {
  return Math.round(1 / (1 - p));
}

/** `99.9 %` */
export function inPercent(p: number): string {
  return `${Number((100 * p).toPrecision(9))} %`;
}

/** A percentile of a curve. */
export interface Percentile {
  readonly p: number;
  /** Undefined: not so many payloads were done. */
  readonly ms: number | undefined;
  readonly text: string;
}

/** The percentiles for which there are enough payloads. Those of a single round are written as the result has them. */
export function percentilesOf({ times, summary }: Curve, of: readonly number[] = PERCENTILES): Percentile[] {
  return of
    .filter((p) => oneIn(p) <= times.samples + times.missing)
    .map((p) => {
      const [ms, name] = [quantileOf(times, p), NAMES.get(p)];
      const known = (name && summary?.[name]) ?? ms;
      return { p, ms, text: known === undefined ? "not done" : formatTime(known) };
    });
}

/** Where a summary has a percentile. */
const NAMES: ReadonlyMap<number, keyof Percentiles> = new Map([
  [0.5, "p50"],
  [0.9, "p90"],
  [0.95, "p95"],
  [0.99, "p99"],
  [0.999, "p999"],
  [0.9999, "p9999"],
]);

/** In milliseconds. */
export function fastestOf({ times, summary }: Curve): string {
  return formatTime(summary?.min ?? quantileOf(times, 0) ?? 0);
}

/** In milliseconds. */
export function slowestOf({ times }: Curve): string {
  return formatTime(quantileOf({ ...times, missing: 0 }, 1) ?? 0);
}

/** In milliseconds. */
export function meanOf({ times, summary }: Curve): string {
  return formatTime(summary?.mean ?? meanMsOf(times));
}
