/**
 * The assumed maximum difference between the rates of the two clocks, in parts per million, steady or not. All
 * bounds of a clock offset hold under this condition, and a result states it. Linux clamps the frequency
 * correction of a clock to this value (adjtimex(2), ADJ_FREQUENCY). Free oscillators stay far below
 * it (RFC 5905 uses a PHI of 15). The assumption can fail: two clocks corrected in opposite directions may
 * differ by twice as much, and chrony slews by up to 83,333 by default (chrony.conf(5), maxslewrate).
 */
export const MAX_DRIFT_PPM = 500;

/**
 * The maximum error of the difference of two stamps. They are truncated to integers, above 2^53 to even
 * integers.
 */
export const STAMP_NS = 2;

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

/** The maximum change of the offset between two times, in nanoseconds. */
export function mostDrift(fromNs: number, toNs: number): number {
  return (Math.abs(toNs - fromNs) * MAX_DRIFT_PPM) / MILLION;
}

function middle(from: number, to: number): number {
  return (from + to) / 2;
}
