import { MAX_DRIFT_PPM, mostDrift, type OffsetInterval, STAMP_NS } from "./clock-offset.js";
import type { OffsetSteps } from "./offset-steps.js";

const MILLION = 1e6;

/** At some time, the offset is within [minNs, maxNs]. */
interface Bounds {
  readonly minNs: number;
  readonly maxNs: number;
}

/** What the offset may have been beyond a constant, or beyond steps. */
interface Deviation {
  /** The middle of all that is possible, in nanoseconds. */
  readonly middleNs: number;
  /** How far the true value may be from the middle. */
  readonly errorNs: number;
}

/**
 * What is known about the clock offset during a round, from intervals that contain it at some times. Between
 * two of them, the offset may move away by MAX_DRIFT_PPM in either direction, and must come back in time: so
 * the bounds are widest between two intervals, whatever the clocks did.
 */
export class OffsetTrack {
  /** In the order of time. Each one is as narrow as all the others make it. */
  readonly #known: readonly OffsetInterval[];

  private constructor(known: readonly OffsetInterval[]) {
    this.#known = known;
  }

  /**
   * @param intervals in the order of time, at least one
   * @returns undefined if no offset fits all intervals: a clock stepped, or was slewed faster
   */
  static through(intervals: readonly OffsetInterval[]): OffsetTrack | undefined {
    const forwards = narrowInTurn(intervals);
    // What is possible later limits what was possible before.
    const backwards = forwards && narrowInTurn(forwards.toReversed());
    return backwards && new OffsetTrack(backwards.toReversed());
  }

  get #first(): OffsetInterval {
    return this.#known[0] as OffsetInterval;
  }

  get #last(): OffsetInterval {
    return this.#known.at(-1) as OffsetInterval;
  }

  /** When the first interval holds, on the sender's clock. */
  get beganAt(): number {
    return this.#first.atNs;
  }

  /** When the last interval holds. */
  get endedAt(): number {
    return this.#last.atNs;
  }

  /** The best guess of the offset at a time of the sender's clock. It changes by at most MAX_DRIFT_PPM. */
  offsetAt(ns: number): number {
    const { minNs, maxNs } = this.#boundsAt(ns);
    return (minNs + maxNs) / 2;
  }

  /**
   * Converts a stamp of the receiver to the sender's clock.
   * @param near a time of the sender's clock not far from it
   */
  toSender(stampNs: number, near: number): number {
    // The offset at the time of the stamp is needed, which is only known with the offset. Each step makes the
    // error of that time 2,000 times smaller.
    let at = near;
    for (let step = 0; step < 2; step++) at = stampNs - this.offsetAt(at);
    return stampNs - this.offsetAt(at);
  }

  /** The maximum error of `toSender` until a time of the sender's clock, and that of `offsetAt`. */
  errorUntil(endNs: number): number {
    let widest = 0;
    for (const at of this.#turns(endNs)) {
      const { minNs, maxNs } = this.#boundsAt(at);
      widest = Math.max(widest, maxNs - minNs);
    }
    return withSlack(widest / 2);
  }

  /** How far the offset may have been from the one that was assumed at each time, until `endNs`. */
  deviationFrom(assumed: OffsetSteps, endNs: number): Deviation {
    const times = [...this.#turns(endNs), ...assumed.within(this.beganAt, endNs)].sort((a, b) => a - b);
    let minNs = Number.POSITIVE_INFINITY;
    let maxNs = Number.NEGATIVE_INFINITY;
    for (const [index, from] of times.entries()) {
      const offset = assumed.at(from);
      // The assumed offset is constant until the next of these times, and the bounds are straight lines.
      for (const at of [from, times[index + 1] ?? from]) {
        const bounds = this.#boundsAt(at);
        minNs = Math.min(minNs, bounds.minNs - offset);
        maxNs = Math.max(maxNs, bounds.maxNs - offset);
      }
    }
    return { middleNs: (minNs + maxNs) / 2, errorNs: withSlack((maxNs - minNs) / 2) };
  }

  /**
   * By how many parts per million the receiver's clock ran faster on average, with the maximum error. Null if
   * the round was too short to know.
   */
  drift(): { readonly ppm: number; readonly errorPpm: number } | null {
    const elapsedNs = this.endedAt - this.beganAt;
    if (elapsedNs <= 0) return null;
    const [first, last] = [this.#first, this.#last];
    const slowest = ((last.minNs - first.maxNs) / elapsedNs) * MILLION;
    const fastest = ((last.maxNs - first.minNs) / elapsedNs) * MILLION;
    const errorPpm = (fastest - slowest) / 2;
    return errorPpm < MAX_DRIFT_PPM ? { ppm: (fastest + slowest) / 2, errorPpm } : null;
  }

  /** The times at which the bounds change direction, from the first interval until `endNs`. */
  *#turns(endNs: number): Generator<number> {
    for (const [index, one] of this.#known.entries()) {
      if (one.atNs > endNs) break;
      yield one.atNs;
      const next = this.#known[index + 1];
      if (next === undefined) break;
      const middle = (one.atNs + next.atNs) / 2;
      // Where the rising line of one interval meets the falling line of the next.
      for (const differs of [next.maxNs - one.maxNs, one.minNs - next.minNs]) {
        yield Math.min(endNs, middle + (differs * MILLION) / (2 * MAX_DRIFT_PPM));
      }
    }
    yield endNs;
  }

  #boundsAt(ns: number): Bounds {
    const after = this.#indexAfter(ns);
    const before = this.#known[after - 1];
    const next = this.#known[after];
    if (before === undefined) return widened(next as OffsetInterval, ns);
    if (next === undefined) return widened(before, ns);
    const [early, late] = [widened(before, ns), widened(next, ns)];
    return { minNs: Math.max(early.minNs, late.minNs), maxNs: Math.min(early.maxNs, late.maxNs) };
  }

  /** The index of the first interval that holds later than `ns`. */
  #indexAfter(ns: number): number {
    let [low, high] = [0, this.#known.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#known[middle] as OffsetInterval).atNs <= ns) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/**
 * The interval, made narrower by what another one says about its time. Undefined if both cannot be true: a
 * clock stepped between them, or was slewed faster than MAX_DRIFT_PPM.
 */
export function narrowed(interval: OffsetInterval, by: OffsetInterval): OffsetInterval | undefined {
  const { atNs } = interval;
  const other = widened(by, atNs);
  const minNs = Math.max(interval.minNs, other.minNs);
  const maxNs = Math.min(interval.maxNs, other.maxNs);
  return minNs <= maxNs ? { atNs, minNs, maxNs } : undefined;
}

/** What an interval says about the offset at another time. */
function widened({ atNs, minNs, maxNs }: OffsetInterval, ns: number): Bounds {
  const most = mostDrift(atNs, ns);
  return { minNs: minNs - most, maxNs: maxNs + most };
}

/** Makes each interval narrower by the one before it in the list. */
function narrowInTurn(intervals: readonly OffsetInterval[]): OffsetInterval[] | undefined {
  const narrow: OffsetInterval[] = [];
  for (const interval of intervals) {
    const last = narrow.at(-1);
    const next = last === undefined ? interval : narrowed(interval, last);
    if (next === undefined) return undefined;
    narrow.push(next);
  }
  return narrow;
}

/** The time at which the offset is looked up has an error too, which adds MAX_DRIFT_PPM of it. */
function withSlack(errorNs: number): number {
  return errorNs * (1 + (2 * MAX_DRIFT_PPM) / MILLION) + STAMP_NS;
}
