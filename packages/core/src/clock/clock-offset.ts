/**
 * The most by which the rates of the two clocks are taken to differ, in millionths: where Linux clamps a clock's
 * frequency correction (adjtimex(2), ADJ_FREQUENCY). Oscillators left alone stay far below (RFC 5905 takes 15, its
 * PHI). It is an assumption all the same: two clocks corrected in opposite ways may differ by twice as much, and
 * chrony slews by up to 83,333 unless told otherwise (chrony.conf(5), maxslewrate).
 */
export const MAX_DRIFT_PPM = 500;

/** By how much the difference of two stamps may err: they are cut to whole nanoseconds, above 2^53 to even ones. */
const STAMP_NS = 2;

const MILLION = 1e6;

/** One question and answer on the control connection; the letters are RFC 5905's. Nanoseconds of either end's clock. */
export interface ClockExchange {
  /** Sender: question sent. */
  readonly t1: number;
  /** Receiver: question came. */
  readonly t2: number;
  /** Receiver: answer sent. */
  readonly t3: number;
  /** Sender: answer came. */
  readonly t4: number;
}

/** At moment `atNs` of the sender's clock, the receiver's clock minus the sender's lies in [minNs, maxNs]. */
export interface OffsetInterval {
  readonly atNs: number;
  readonly minNs: number;
  readonly maxNs: number;
}

/** The receiver's clock minus the sender's during a round, in nanoseconds. Moments are the sender's clock. */
export interface OffsetEstimate {
  /** In the middle of the round. */
  readonly offsetNs: number;
  /** How far `offsetAt` may be from the truth, at any moment of the round. */
  readonly errorNs: number;
  /** How far `offsetAt` moves away from `offsetNs`: used as a constant, that errs by at most both together. */
  readonly spreadNs: number;
  /** By how many millionths the receiver's clock runs faster; null where MAX_DRIFT_PPM is all that is known. */
  readonly driftPpm: number | null;
  /** How far `driftPpm` may be from the truth; null where that is. */
  readonly driftErrorPpm: number | null;
  /** At a moment of the round. */
  offsetAt(senderNs: number): number;
}

/**
 * Where the offset lies in the middle of the exchanges, given that no message arrives before it was sent and that
 * the clocks drift by at most MAX_DRIFT_PPM, steadily or not: the intersection of what each exchange allows.
 * Undefined if nothing is left, as when a clock stepped or was slewed faster.
 *
 * Had the question arrived at once, the offset when it was sent would be t2-t1; it took longer, so that is the most
 * it was at t1. Likewise t3-t4 is the least it was at t4. Both moments are the sender's, so no drift is hidden in them.
 *
 * @throws RangeError if there are no exchanges
 */
export function intersect(exchanges: readonly ClockExchange[]): OffsetInterval | undefined {
  if (exchanges.length === 0) throw new RangeError("an offset needs at least one exchange");
  let beganNs = Number.POSITIVE_INFINITY;
  let endedNs = Number.NEGATIVE_INFINITY;
  for (const { t1, t4 } of exchanges) {
    beganNs = Math.min(beganNs, t1);
    endedNs = Math.max(endedNs, t4);
  }
  const atNs = middle(beganNs, endedNs);

  let minNs = Number.NEGATIVE_INFINITY;
  let maxNs = Number.POSITIVE_INFINITY;
  for (const { t1, t2, t3, t4 } of exchanges) {
    minNs = Math.max(minNs, t3 - t4 - STAMP_NS - mostDrift(t4, atNs));
    maxNs = Math.min(maxNs, t2 - t1 + STAMP_NS + mostDrift(t1, atNs));
  }
  return minNs <= maxNs ? { atNs, minNs, maxNs } : undefined;
}

/** Whether a drift within MAX_DRIFT_PPM leads from one interval to the other. If not, a clock stepped or was slewed. */
export function isDrift(before: OffsetInterval, after: OffsetInterval): boolean {
  const most = mostDrift(before.atNs, after.atNs);
  return after.minNs - before.maxNs <= most && before.minNs - after.maxNs <= most;
}

/**
 * The offset between two intervals, the drift being taken as steady.
 *
 * A steady offset at a share w of the way is (1-w) times its value at `before` plus w times its value at `after`. Each
 * is within half its interval of the middle, so the sum is within (1-w) and w times these halves of the line between
 * the middles, which is at most the larger half.
 */
export function estimateOffset(before: OffsetInterval, after: OffsetInterval): OffsetEstimate {
  const elapsedNs = after.atNs - before.atNs;
  const middleNs = middle(before.atNs, after.atNs);
  const first = middle(before.minNs, before.maxNs);
  const last = middle(after.minNs, after.maxNs);
  const offsetNs = middle(first, last);
  const drift = elapsedNs === 0 ? 0 : (last - first) / elapsedNs;
  const driftErrorPpm = ((halfWidth(before) + halfWidth(after)) / Math.abs(elapsedNs)) * MILLION;
  const known = driftErrorPpm < MAX_DRIFT_PPM;
  return {
    offsetNs,
    errorNs: Math.max(halfWidth(before), halfWidth(after)),
    spreadNs: Math.abs(last - first) / 2,
    driftPpm: known ? drift * MILLION : null,
    driftErrorPpm: known ? driftErrorPpm : null,
    offsetAt: (senderNs) => offsetNs + drift * (senderNs - middleNs),
  };
}

/**
 * The offset from `before` until `untilNs` of the sender's clock, for a receiver that could not be asked afterwards:
 * it may have drifted either way all the while, steadily or not.
 */
export function extrapolateOffset(before: OffsetInterval, untilNs: number): OffsetEstimate {
  const offsetNs = middle(before.minNs, before.maxNs);
  return {
    offsetNs,
    errorNs: halfWidth(before) + mostDrift(before.atNs, untilNs),
    spreadNs: 0,
    driftPpm: null,
    driftErrorPpm: null,
    offsetAt: () => offsetNs,
  };
}

/** By how much the offset can have changed from one moment to another, in nanoseconds. */
function mostDrift(fromNs: number, toNs: number): number {
  return (Math.abs(toNs - fromNs) * MAX_DRIFT_PPM) / MILLION;
}

function middle(from: number, to: number): number {
  return (from + to) / 2;
}

function halfWidth({ minNs, maxNs }: OffsetInterval): number {
  return (maxNs - minNs) / 2;
}
