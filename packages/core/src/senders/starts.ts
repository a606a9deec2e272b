import { NS_PER_MS } from "../clock/clock.js";
import type { MeasuredSender } from "./sender-outcome.js";

/** When one of several senders began, on their common clock. In milliseconds. */
export interface Start {
  /** When its load began, after the first one of all loads did. */
  readonly beganAfterMs: number;
  /** When it sent its first payload, on the same scale. Null: it sent none. */
  readonly sentAfterMs: number | null;
  /** How much later its load began than planned. Negative only if the clocks' offsets are wrong. */
  readonly lateMs: number;
}

/** When each sender began. */
export function startsOf(measured: readonly MeasuredSender[]): Start[] {
  const beganAt = ({ measured: { part, offsetNs } }: MeasuredSender) => part.beganAt + offsetNs;
  const first = Math.min(...measured.map(beganAt));
  return measured.map((sender) => {
    const { part, plannedAt } = sender.measured;
    const beganAfterMs = (beganAt(sender) - first) / NS_PER_MS;
    return {
      beganAfterMs,
      sentAfterMs: part.firstSentAfterMs === null ? null : beganAfterMs + part.firstSentAfterMs,
      lateMs: (beganAt(sender) - plannedAt) / NS_PER_MS,
    };
  });
}
