import { NS_PER_MS } from "./clock.js";
import type { OffsetEstimate } from "./clock-offset.js";

/**
 * How times that cross from one end to the other were made.
 *
 * - `shared`: the two ends read one clock, and their stamps are subtracted directly.
 * - `estimated`: the receiver's clock is `offsetMs` ahead of the sender's (at the middle of the row) and drifts by
 *   `driftPpm` millionths (null: not known); one-way times are within `errorMs` of the truth, as long as the drift was steady.
 * - `ack-derived`: no offset is known well enough, so a payload counts as decoded `halfRoundTripMs`, half of a small
 *   round trip, before its acknowledgement. `offsetMs` and `errorMs`, if there are any, are the estimate whose bound was too wide.
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

/** Puts what the receiver stamped on the sender's clock. */
export interface ClockModel {
  readonly report: ClockReport;
  /** When a payload was decoded, on the sender's clock. */
  decodedAt(stamps: { readonly decodedAt: number; readonly acknowledgedAt: number }): number;
}

/** Both ends read one clock. */
export function sharedClock(because: string): ClockModel {
  return { report: { kind: "shared", because }, decodedAt: (stamps) => stamps.decodedAt };
}

/** The receiver's clock is ahead by an offset that is known within bounds. */
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

/** Only the acknowledgement says when a payload had arrived. */
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
