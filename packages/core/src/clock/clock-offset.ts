/**
 * The assumed maximum difference between the rates of the two clocks, in parts per million. Linux clamps the
 * frequency correction of a clock to this value (adjtimex(2), ADJ_FREQUENCY). Free oscillators stay far below
 * it (RFC 5905 uses a PHI of 15). The assumption can fail: two clocks corrected in opposite directions may
 * differ by twice as much, and chrony slews by up to 83,333 by default (chrony.conf(5), maxslewrate).
 */
export const MAX_DRIFT_PPM = 500;

/**
 * The maximum error of the difference of two stamps. They are truncated to integers, above 2^53 to even
 * integers.
 */
const STAMP_NS = 2;

const MILLION = 1e6;

/**
 * One request and reply on the control connection, named as in RFC 5905. Each stamp is in nanoseconds of its
 * own clock.
 */
export interface ClockExchange {
  /** The sender sent the request. */
  readonly t1: number;
  /** The receiver got the request. */
  readonly t2: number;
  /** The receiver sent the reply. */
  readonly t3: number;
  /** The sender got the reply. */
  readonly t4: number;
}

/** At `atNs` on the sender's clock, the receiver's clock minus the sender's is within [minNs, maxNs]. */
export interface OffsetInterval {
  readonly atNs: number;
  readonly minNs: number;
  readonly maxNs: number;
}

/** The receiver's clock minus the sender's during a round, in nanoseconds. */
export interface OffsetEstimate {
  /** In the middle of the round. */
  readonly offsetNs: number;
  /** The maximum error of `offsetAt`, at any time of the round. */
  readonly errorNs: number;
  /**
   * How far `offsetAt` moves away from `offsetNs`. As a constant, `offsetNs` has an error of at most both
   * together.
   */
  readonly spreadNs: number;
  /** By how many parts per million the receiver's clock runs faster. Null if only MAX_DRIFT_PPM is known. */
  readonly driftPpm: number | null;
  /** The maximum error of `driftPpm`. Null where `driftPpm` is. */
  readonly driftErrorPpm: number | null;
  /** The offset at a time of the round, given on the sender's clock. */
  offsetAt(senderNs: number): number;
}

/**
 * The offsets that are possible in the middle of the exchanges: the intersection of what each exchange
 * allows. It assumes that no message arrives before it was sent, and that the clocks drift by at most
 * MAX_DRIFT_PPM, steadily or not. Undefined if the intersection is empty: a clock stepped, or was slewed
 * faster.
 *
 * If the request took no time, the offset at t1 would be t2-t1. It took some, so t2-t1 is an upper bound at
 * t1. In the same way t3-t4 is a lower bound at t4. Both t1 and t4 are the sender's, so these bounds contain
 * no drift.
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

/**
 * Whether a drift of at most MAX_DRIFT_PPM explains both intervals. If not, a clock stepped or was slewed.
 */
export function isDrift(before: OffsetInterval, after: OffsetInterval): boolean {
  const most = mostDrift(before.atNs, after.atNs);
  return after.minNs - before.maxNs <= most && before.minNs - after.maxNs <= most;
}

/**
 * The offset between two intervals, if the drift was steady.
 *
 * A fraction w of the way from `before` to `after`, the offset is (1-w) times its value at `before` plus w
 * times its value at `after`. Each value is within half its interval of that interval's middle. So the offset
 * is within (1-w) and w times these half widths of the line between the middles, which is at most the larger
 * half width.
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
 * The offset from `before` until `untilNs` on the sender's clock, for a receiver that did not answer after
 * the round. The clock may have drifted in either direction, steadily or not.
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

/** The maximum change of the offset between two times, in nanoseconds. */
function mostDrift(fromNs: number, toNs: number): number {
  return (Math.abs(toNs - fromNs) * MAX_DRIFT_PPM) / MILLION;
}

function middle(from: number, to: number): number {
  return (from + to) / 2;
}

function halfWidth({ minNs, maxNs }: OffsetInterval): number {
  return (maxNs - minNs) / 2;
}
