import type { Adapter } from "../adapter/contract.js";
import type { RoundSettings } from "../options/benchmark-options.js";
import type { Emitter } from "../options/emitter-option.js";
import { countWireBytes } from "../round/count-wire-bytes.js";
import { type RoundOutcome, runRound } from "../round/run-round.js";
import { loadTimeHistograms } from "../stats/time-histogram.js";

/** One round of one adapter. */
export interface RoundOrder {
  readonly adapter: Adapter;
  /** Index in the list of adapters. */
  readonly index: number;
  readonly settings: RoundSettings;
  readonly signal: AbortSignal | undefined;
}

/**
 * Runs one round in this process. With `wireBytes`, first runs the pass that counts bytes on the wire.
 * @throws WireduelError if it fails before the first payload is sent
 */
export async function measureRound(order: RoundOrder & { readonly emitter: Emitter }): Promise<RoundOutcome> {
  const { adapter, index, settings, signal } = order;
  // Loading the histograms takes tens of milliseconds, so it must happen before the measurement.
  const mayExceed = (settings.load.count ?? Number.POSITIVE_INFINITY) > settings.maxTransmissions;
  const histograms = mayExceed ? await loadTimeHistograms() : undefined;
  const wire = settings.wireBytes ? await countWireBytes(settings, adapter, signal) : null;
  const event = { label: adapter.label, title: adapter.protocol.title, index };
  return runRound({ ...order, event, wire, histograms });
}
