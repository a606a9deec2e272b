import { NS_PER_MS } from "../clock/clock.js";
import type { MeasuredSender } from "./sender-outcome.js";

/** When one of several senders began, on their common clock. In milliseconds. */
export interface Start {
  /** When its load began, after the first one of all loads did. Null: its round ended before. */
  readonly beganAfterMs: number | null;
  /** When it sent its first payload, on the same scale. Null: it sent none. */
  readonly sentAfterMs: number | null;
  /** How much later its load began than planned. Negative only if the clocks' offsets are wrong. Null: it did not begin. */
  readonly lateMs: number | null;
}

const NOT_BEGUN: Start = { beganAfterMs: null, sentAfterMs: null, lateMs: null };

/** When each sender began. */
export function startsOf(measured: readonly MeasuredSender[]): Start[] {
  const began = measured.map(({ measured: { part, offsetNs } }) =>
    part.beganAt === null ? null : part.beganAt + offsetNs,
  );
  const first = Math.min(...began.filter((at) => at !== null));
  return measured.map(({ measured: { part, plannedAt } }, index) => {
    const beganAt = began[index] ?? null;
    if (beganAt === null) return NOT_BEGUN;
    const beganAfterMs = (beganAt - first) / NS_PER_MS;
    return {
      beganAfterMs,
      sentAfterMs: part.firstSentAfterMs === null ? null : beganAfterMs + part.firstSentAfterMs,
      lateMs: (beganAt - plannedAt) / NS_PER_MS,
    };
  });
}
