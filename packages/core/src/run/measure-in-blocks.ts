import { NS_PER_MS, systemClock } from "../clock/clock.js";
import { SafeEmitter } from "../events/emitter.js";
import { WireduelError } from "../failure/wireduel-error.js";
import type { Load } from "../load/load.js";
import type { CheckedOptions } from "../options/benchmark-options.js";
import { plannedRounds } from "../verdict/rounds-rule.js";
import { balancedBlocks } from "./balanced-blocks.js";
import { RoundLength } from "./round-length.js";
import type { Run } from "./run.js";
import { runBlock } from "./run-block.js";
import { Schedule } from "./schedule.js";
import { whyNotSliced } from "./slicing.js";

/**
 * Measures one block after another, each in fresh processes, until there are enough rounds or the budget is used up.
 * @throws WireduelError if a block fails
 */
export async function measureInBlocks(options: CheckedOptions, run: Run): Promise<void> {
  const { adapters, settings, rounds, budgetMs, chooseLength, seed, emitter } = options;
  const schedule = new Schedule(rounds, budgetMs);
  const length = new RoundLength();
  const orders = balancedBlocks(adapters.length, rounds.max, seed);
  const blocks = plannedRounds(rounds, budgetMs);
  const slices = whyNotSliced(options) === null ? options.slices : 1;
  const safe = new SafeEmitter(emitter, (message) => {
    throw new WireduelError("EVENT_HANDLER_FAILED", message);
  });
  const beganAt = systemClock.now();
  const elapsedMs = () => (systemClock.now() - beganAt) / NS_PER_MS;
  for (let block = 0; schedule.another(elapsedMs()); block++) {
    const load = chooseLength ? withLength(settings.load, length.durationMs) : settings.load;
    const startMs = elapsedMs();
    const order = orders[block] as readonly number[];
    const plan = { ...options, settings: { ...settings, load }, block, blocks, order, slices };
    const report = await runBlock(plan, (complete) => run.add(complete));
    const blockMs = elapsedMs() - startMs;
    schedule.took(blockMs);
    run.block(load, report);
    if (chooseLength) length.learn({ blockMs, measuredMs: report.measuredMs }, run.rounds);
    const event = { block, of: blocks, elapsedMs: elapsedMs() };
    const enough = run.enough(schedule.done);
    safe.emit("block", { ...event, leftMs: enough ? 0 : schedule.leftMs(event.elapsedMs) });
    if (enough) break;
  }
  run.complete();
}

/** Only a closed loop has no length of its own. */
function withLength(load: Load, durationMs: number): Load {
  return load.kind === "closed-loop" ? { ...load, durationMs } : load;
}
