import { NS_PER_MS } from "./clock.js";

/**
 * How one-way times were computed. `because` gives the reason.
 *
 * - `shared`: both ends read the same clock, which was checked. One-way times are differences of their stamps.
 * - `estimated`: the receiver's clock was `offsetMs` ahead of the sender's in the middle of the round, and
 *   drifted by `driftPpm` parts per million on average (null: unknown). One-way times are accurate to
 *   `errorMs`, if the rates of the two clocks differed by at most `maxDriftPpm` at any time. The clocks were
 *   compared `comparedDuring` times while the round ran.
 * - `ack-derived`: the offset is not known well enough. A payload counts as decoded `halfRoundTripMs` before
 *   its acknowledgement, which is half of a small round trip. `offsetMs` and `errorMs` are the estimate that
 *   was too uncertain, or null if there was none.
 */
export type ClockReport =
  | { readonly kind: "shared"; readonly because: string }
  | {
      readonly kind: "estimated";
      readonly because: string;
      readonly offsetMs: number;
      readonly errorMs: number;
      readonly maxDriftPpm: number;
      readonly driftPpm: number | null;
      readonly driftErrorPpm: number | null;
      readonly comparedDuring: number;
    }
  | {
      readonly kind: "ack-derived";
      readonly because: string;
      readonly halfRoundTripMs: number;
      readonly offsetMs: number | null;
      readonly errorMs: number | null;
    };

/** Converts the receiver's stamps to the sender's clock. */
export interface ClockModel {
  readonly report: ClockReport;
  /**
   * What to add to one-way times in which the offset was the one assumed during the round, in nanoseconds. See
   * `OffsetSteps`.
   */
  readonly correctionNs: number;
  /** When a payload was decoded, on the sender's clock. */
  decodedAt(stamps: { readonly decodedAt: number; readonly acknowledgedAt: number }): number;
}

/** The offset of the receiver's clock during a round, within bounds. */
export interface OffsetEstimate {
  /** In the middle of the round. */
  readonly offsetNs: number;
  /** The maximum error of one-way times. */
  readonly errorNs: number;
  readonly maxDriftPpm: number;
  readonly driftPpm: number | null;
  readonly driftErrorPpm: number | null;
  readonly comparedDuring: number;
  readonly correctionNs: number;
  /**
   * Converts a stamp of the receiver to the sender's clock.
   * @param near a time of the sender's clock not far from it
   */
  toSender(stampNs: number, near: number): number;
}

/** Both ends read the same clock. */
export function sharedClock(because: string): ClockModel {
  return {
    report: { kind: "shared", because },
    correctionNs: 0,
    decodedAt: (stamps) => stamps.decodedAt,
  };
}

/** The offset of the receiver's clock is known within bounds. */
export function estimatedClock(estimate: OffsetEstimate, because: string): ClockModel {
  const { maxDriftPpm, driftPpm, driftErrorPpm, comparedDuring, correctionNs } = estimate;
  return {
    report: {
      kind: "estimated",
      because,
      offsetMs: estimate.offsetNs / NS_PER_MS,
      errorMs: estimate.errorNs / NS_PER_MS,
      maxDriftPpm,
      driftPpm,
      driftErrorPpm,
      comparedDuring,
    },
    correctionNs,
    decodedAt: ({ decodedAt, acknowledgedAt }) => estimate.toSender(decodedAt, acknowledgedAt),
  };
}

/** The offset is unknown. A payload's arrival time is derived from its acknowledgement. */
export function ackDerivedClock(
  halfRoundTripNs: number,
  estimate: OffsetEstimate | null,
  because: string,
): ClockModel {
  return {
    report: {
      kind: "ack-derived",
      because,
      halfRoundTripMs: halfRoundTripNs / NS_PER_MS,
      offsetMs: estimate && estimate.offsetNs / NS_PER_MS,
      errorMs: estimate && estimate.errorNs / NS_PER_MS,
    },
    correctionNs: 0,
    decodedAt: ({ acknowledgedAt }) => acknowledgedAt - halfRoundTripNs,
  };
}
