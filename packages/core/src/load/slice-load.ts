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

/** A slice should last this long. A switch costs about a millisecond, and a machine drifts within seconds. */
const SLICE_MS = 50;
/** Slices that wait for due times are longer, so that they have several payloads. */
const PAYLOADS_IN_SLICE = 4;
/** More slices do not help: the rest of the variation belongs to the processes. */
const MOST_SLICES = 40;

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
  const sliceMs = Math.max(SLICE_MS, fewest * intervalMs.most);
  const roundMs = load.durationMs ?? (load.count as number) * intervalMs.least;
  const byCount = load.count === null ? MOST_SLICES : Math.floor(load.count / fewest);
  return Math.max(1, Math.min(MOST_SLICES, byCount, Math.round(roundMs / sliceMs)));
}
