import { type Clock, NS_PER_MS } from "./clock.js";
import type { ClockExchange } from "./clock-offset.js";

/** As many decide whether an offset of zero is possible. Their intersection is about as wide as the fastest exchange. */
export const FEW_EXCHANGES = 16;
/** After this time, a few are enough. On a slow connection, more would take too long. */
const MORE_WITHIN_NS = 2_000 * NS_PER_MS;

/**
 * Asks another process for stamps of its clock, again and again. The connection should be idle.
 * @param most how many exchanges
 * @param stampClock returns when the other process got the question, and when it sent the answer, in nanoseconds of its clock
 */
export async function exchangeStamps(
  clock: Clock,
  most: number,
  stampClock: () => Promise<{ readonly receivedAt: number; readonly sentAt: number }>,
): Promise<ClockExchange[]> {
  const exchanges: ClockExchange[] = [];
  const until = clock.now() + MORE_WITHIN_NS;
  while (exchanges.length < most && (exchanges.length < FEW_EXCHANGES || clock.now() < until)) {
    const t1 = clock.now();
    const { receivedAt: t2, sentAt: t3 } = await stampClock();
    exchanges.push({ t1, t2, t3, t4: clock.now() });
  }
  return exchanges;
}
