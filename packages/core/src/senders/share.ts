import type { Load, Stage } from "../load/load.js";
import type { LoadSlice } from "../load/slice-load.js";
import type { RoundSettings } from "../options/benchmark-options.js";

/** A prime: the random intervals of senders whose seeds are neighbours are independent. */
const SEED_STEP = 15_485_863;

/** One of several senders, from 0. */
export interface SenderPlace {
  readonly index: number;
  readonly of: number;
}

/** Whole numbers that add up to the total, and differ by at most 1. The first senders have more. */
export function shareOf(total: number, { index, of }: SenderPlace): number {
  return Math.floor(total / of) + (index < total % of ? 1 : 0);
}

/** Which part of the whole a sender has: it begins after the parts of the senders before it. */
export function firstOf(total: number, { index, of }: SenderPlace): number {
  return index * Math.floor(total / of) + Math.min(index, total % of);
}

/**
 * What one of several senders sends. All together send what the load says: the same number, the same rate, as many in
 * flight.
 *
 * - A constant rate stays constant: the senders take turns, and each begins one interval after the one before it.
 * - The intervals of `poisson` are independent, because each sender has a seed of its own. Together they are random at the
 *   whole rate, too.
 * - Each stage has a share of its rate.
 */
export function shareOfLoad(load: Load, place: SenderPlace): LoadSlice {
  const { index, of } = place;
  if (of === 1) return { load, startAfterMs: 0 };
  const count = load.count === null ? null : shareOf(load.count, place);
  switch (load.kind) {
    case "closed-loop": {
      const share = { ...load, concurrency: shareOf(load.concurrency, place), count };
      return { load: share, startAfterMs: 0 };
    }
    case "constant-rate": {
      const startAfterMs = (index * 1_000) / load.ratePerSecond;
      // All end at the same time.
      const durationMs = load.durationMs === null ? null : load.durationMs - startAfterMs;
      return { load: { ...load, ratePerSecond: load.ratePerSecond / of, count, durationMs }, startAfterMs };
    }
    case "poisson": {
      const seed = load.seed + index * SEED_STEP;
      return { load: { ...load, ratePerSecond: load.ratePerSecond / of, seed, count }, startAfterMs: 0 };
    }
    case "stages": {
      const stages = load.stages.map((stage) => ({ ...stage, ratePerSecond: rateOf(stage, of) }));
      return { load: { ...load, stages, count }, startAfterMs: 0 };
    }
  }
}

function rateOf({ ratePerSecond: rate }: Stage, of: number): Stage["ratePerSecond"] {
  return typeof rate === "number" ? rate / of : { from: rate.from / of, to: rate.to / of };
}

/** The settings of one of several senders. */
export function settingsOfSender(settings: RoundSettings, place: SenderPlace): RoundSettings {
  const connections = shareOf(settings.connections, place);
  return {
    ...settings,
    load: shareOfLoad(settings.load, place).load,
    connections,
    maxInFlight: shareOf(settings.maxInFlight, place),
    // What one sender would keep, all together keep.
    keepSamples: shareOf(settings.keepSamples, place),
    maxTransmissions: shareOf(settings.keepSamples, place),
    // The bytes of a payload are the same for all.
    wireBytes: settings.wireBytes && place.index === 0,
  };
}
