/** A span of time, its start first; any unit. */
export type Interval = readonly [start: number, end: number];

/** How long at least one of the intervals was running: the length of their union. */
export function busyTime(intervals: readonly Interval[]): number {
  const sorted = [...intervals].sort((a, b) => a[0] - b[0]);
  let busy = 0;
  let coveredUntil = Number.NEGATIVE_INFINITY;
  for (const [start, end] of sorted) {
    if (end <= coveredUntil) continue;
    busy += end - Math.max(start, coveredUntil);
    coveredUntil = end;
  }
  return busy;
}
