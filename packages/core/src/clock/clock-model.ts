import { NS_PER_MS } from "./clock.js";
import type { OffsetEstimate } from "./clock-offset.js";

/**
 * How one-way times were computed. `because` gives the reason.
 *
 * - `shared`: both ends read the same clock. One-way times are differences of their stamps.
 * - `estimated`: the receiver's clock was `offsetMs` ahead of the sender's in the middle of the round. It
 *   drifted by `driftPpm` parts per million (null: unknown). One-way times are accurate to `errorMs` if the
 *   drift was steady.
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
      readonly driftPpm: number | null;
      readonly driftErrorPpm: number | null;
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
  /** When a payload was decoded, on the sender's clock. */
  decodedAt(stamps: { readonly decodedAt: number; readonly acknowledgedAt: number }): number;
}

/** Both ends read the same clock. */
export function sharedClock(because: string): ClockModel {
  return { report: { kind: "shared", because }, decodedAt: (stamps) => stamps.decodedAt };
}

/** The offset of the receiver's clock is known within bounds. */
export function estimatedClock(estimate: OffsetEstimate, because: string): ClockModel {
  return {
    report: {
      kind: "estimated",
      because,
      offsetMs: estimate.offsetNs / NS_PER_MS,
      errorMs: estimate.errorNs / NS_PER_MS,
      driftPpm: estimate.driftPpm,
      driftErrorPpm: estimate.driftErrorPpm,
    },
    decodedAt: ({ decodedAt, acknowledgedAt }) => decodedAt - estimate.offsetAt(acknowledgedAt),
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
    decodedAt: ({ acknowledgedAt }) => acknowledgedAt - halfRoundTripNs,
  };
}
