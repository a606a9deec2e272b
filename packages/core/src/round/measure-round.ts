import type { Adapter } from "../adapter/contract.js";
import { SafeEmitter } from "../events/emitter.js";
import type { RoundEvent } from "../events/events.js";
import type { RoundSettings } from "../options/benchmark-options.js";
import type { Emitter } from "../options/emitter-option.js";
import { countWireBytes } from "./count-wire-bytes.js";
import { Round, type RoundOutcome } from "./round.js";
import { runRound } from "./run-round.js";

/** One round of one adapter. */
export interface RoundOrder {
  readonly adapter: Adapter;
  /** Index in the list of adapters. */
  readonly index: number;
  readonly settings: RoundSettings;
  /** The number of the round, from 0. */
  readonly round: number;
  /** How many rounds each adapter has. Null if that is not known yet. */
  readonly rounds: number | null;
  readonly signal: AbortSignal | undefined;
}

/**
 * A round in this process, not opened yet. With `wireBytes`, first runs the pass that counts bytes on the wire.
 * @throws WireduelError if that cannot be done
 */
export async function newRound(order: RoundOrder & { readonly emitter: Emitter }): Promise<Round> {
  const { adapter, index, settings, signal, emitter, round, rounds } = order;
  const event: RoundEvent = { label: adapter.label, title: adapter.protocol.title, index, round, rounds };
  if (settings.wireBytes) {
    new SafeEmitter(emitter).emit("phase", { ...event, phase: "wire-bytes", load: null });
  }
  const wire = settings.wireBytes ? await countWireBytes(settings, adapter, signal) : null;
  return new Round({ ...order, event, wire });
}

/**
 * Runs one round in this process, in one piece.
 * @throws WireduelError if it fails before the first payload is sent
 */
export async function measureRound(order: RoundOrder & { readonly emitter: Emitter }): Promise<RoundOutcome> {
  return runRound(await newRound(order), order.settings.load);
}
