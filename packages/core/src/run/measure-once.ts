import { SafeEmitter } from "../events/emitter.js";
import { endsOnlyRound } from "../failure/codes.js";
import { labelled } from "../failure/labelled.js";
import { throwIfAborted } from "../failure/why-ended.js";
import { WireduelError } from "../failure/wireduel-error.js";
import type { CheckedOptions } from "../options/benchmark-options.js";
import { measureRound } from "../round/measure-round.js";
import { endSenderAhead } from "../senders/sender-child.js";
import type { BlockRound } from "./run-block.js";

/**
 * Measures a single round of each adapter, in this process.
 * @param add takes each round that has a result, also if it then fails
 * @throws WireduelError if a round fails
 */
export async function measureOnce(
  { adapters, settings, signal, emitter }: CheckedOptions,
  add: (complete: readonly BlockRound[]) => void,
): Promise<void> {
  endSenderAhead();
  const safe = new SafeEmitter(emitter);
  for (const [index, adapter] of adapters.entries()) {
    const { label } = adapter;
    const place = { block: 0, of: 1, slice: index, slices: adapters.length };
    safe.emit("pause", { next: "start", label, part: "rounds", ...place });
    try {
      throwIfAborted(signal);
      const order = { adapter, index, settings, round: 0, rounds: 1, signal, emitter };
      const { result, stop } = await measureRound(order);
      add([{ index, result: { block: 0, place: index, ...result, slices: [] } }]);
      if (stop && !endsOnlyRound(stop)) throw new WireduelError(stop.code, stop.message);
    } catch (error) {
      throw labelled(label, error);
    }
  }
}
