import { isScheduled, type Load } from "./load.js";

/** A part of a load that is sent in one go. */
export interface LoadSlice {
  readonly load: Load;
  /** How long after the start of the slice its load begins, in milliseconds. */
  readonly startAfterMs: number;
}

/** Whether a load can be divided. The rates of `stages` belong to times since the load began. */
export function canSlice(load: Load): boolean {
  return load.kind !== "stages";
}

/**
 * Divides a load into `slices` equal parts. Together they send as many payloads as the whole, or last as long.
 *
 * A slice of a closed loop begins with a think time, because every payload but the first one follows a think time. A
 * slice of a Poisson load has a seed of its own. So its payloads are not those of the whole load, but come at the same
 * random intervals.
 *
 * @param slices at most as many as the load has payloads
 */
export function sliceLoad(load: Load, slices: number): LoadSlice[] {
  if (slices === 1 || load.kind === "stages") return [{ load, startAfterMs: 0 }];
  const startAfterMs = load.kind === "closed-loop" ? load.thinkTimeMs : 0;
  return Array.from({ length: slices }, (_, slice) => {
    const count = load.count === null ? null : share(load.count, slices, slice);
    const durationMs = load.durationMs === null ? null : load.durationMs / slices;
    const part = { ...load, count, durationMs };
    if (part.kind !== "poisson") return { load: part, startAfterMs };
    return { load: { ...part, seed: part.seed + slice * SEED_STEP }, startAfterMs };
  });
}

/** A prime: the seeds of the slices of loads with neighbouring seeds differ. */
const SEED_STEP = 1_000_003;

/** Differences between whole numbers that add up to the total. */
function share(total: number, slices: number, slice: number): number {
  return Math.floor(((slice + 1) * total) / slices) - Math.floor((slice * total) / slices);
}

/**
 * A slice lasts this long at least, because a switch costs one or two milliseconds. With small payloads, the medians of
 * slices fall into two groups, several times apart. So many short slices vary less together than a few long ones.
 */
const SHORTEST_MS = 5;
/** So many payloads of the slowest adapter should fit, because the first ones of a slice are slower. */
const WANTED_PAYLOADS = 20;
/** Longer slices are not needed for that: a machine drifts within seconds. */
const LONG_MS = 50;
/** Slices that wait for due times have several payloads, too. */
const PAYLOADS_IN_SLICE = 4;
/** A round has at most this many slices. With more, the result would be very large. */
export const MOST_SLICES = 50;

/**
 * How many slices a round should have.
 *
 * @param payloadMs how long one payload takes over each adapter, from the warm-up. Empty: not known.
 */
export function slicesFor(load: Load, payloadMs: readonly number[]): number {
  if (load.kind === "stages") return 1;
  const [fastest, slowest] = [Math.min(...payloadMs), Math.max(...payloadMs)];
  const known = payloadMs.length > 0;
  const intervalMs = isScheduled(load)
    ? { least: 1_000 / load.ratePerSecond, most: 1_000 / load.ratePerSecond }
    : {
        least: ((known ? fastest : 1) + load.thinkTimeMs) / load.concurrency,
        most: ((known ? slowest : 1) + load.thinkTimeMs) / load.concurrency,
      };
  const waits = isScheduled(load) || load.thinkTimeMs > 0;
  const inFlight = load.kind === "closed-loop" ? load.concurrency : 1;
  const fewest = waits ? Math.max(PAYLOADS_IN_SLICE, inFlight) : inFlight;
  const wantedMs = waits ? LONG_MS : Math.min(LONG_MS, WANTED_PAYLOADS * intervalMs.most);
  const sliceMs = Math.max(SHORTEST_MS, wantedMs, fewest * intervalMs.most);
  const roundMs = load.durationMs ?? (load.count as number) * intervalMs.least;
  const byCount = load.count === null ? MOST_SLICES : Math.floor(load.count / fewest);
  return Math.max(1, Math.min(MOST_SLICES, byCount, Math.round(roundMs / sliceMs)));
}
