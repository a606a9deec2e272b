import { MOST_STAMP_NS, NS_PER_MS } from "../clock/clock.js";
import type { Receipt } from "../codec/receipt.js";

/** Clocks run at slightly different rates, and a clock of a test may stand still. */
const RATE_TOLERANCE = 1.001;
const TOLERANCE_NS = NS_PER_MS;

/**
 * Whether a receiver can have taken the stamps of a receipt: each is one of a clock, and decoding did not last longer than the
 * payload was under way at the sender. Other stamps would spoil every sum, or be times of years.
 */
export function arePossible(
  { receivedAt, decodedAt }: Receipt,
  sentAt: number,
  acknowledgedAt: number,
): boolean {
  const mostNs = (acknowledgedAt - sentAt) * RATE_TOLERANCE + TOLERANCE_NS;
  return (
    receivedAt >= 0 &&
    decodedAt <= MOST_STAMP_NS &&
    receivedAt <= decodedAt &&
    decodedAt - receivedAt <= mostNs
  );
}
