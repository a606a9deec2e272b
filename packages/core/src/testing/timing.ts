/** A round of very slow exchanges may end with fewer of them. */
const LONG_ROUND_MS = 250;
const LEAST_EXCHANGES = 5;

/** What `count` exchanges took, each after the other, in milliseconds. */
export interface ExchangeTimes {
  /** How long the event loop had nothing to do. */
  readonly idle: number[];
  readonly wall: number[];
}

/** Measures up to `count` exchanges, one after the other. */
export async function timesOf(count: number, exchange: () => Promise<unknown>): Promise<ExchangeTimes> {
  const idle: number[] = [];
  const wall: number[] = [];
  const roundAt = performance.now();
  for (let index = 0; index < count; index++) {
    const startedAt = performance.now();
    if (index >= LEAST_EXCHANGES && startedAt - roundAt > LONG_ROUND_MS) break;
    const before = performance.eventLoopUtilization();
    await exchange();
    idle.push(performance.eventLoopUtilization(before).idle);
    wall.push(performance.now() - startedAt);
  }
  return { idle, wall };
}

/** The median. 0 for no values. */
export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}
