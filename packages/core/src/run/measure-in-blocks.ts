import { NS_PER_MS, systemClock } from "../clock/clock.js";
import { SafeEmitter } from "../events/emitter.js";
import type { CheckedOptions } from "../options/benchmark-options.js";
import { Blocks } from "./blocks.js";
import { fewestRounds } from "./fewest-rounds.js";
import { mostProbesMs, PROBES_SHARE } from "./probes.js";
import type { Run } from "./run.js";
import { Schedule } from "./schedule.js";

/**
 * Measures one block after another, until there are enough rounds or the budget is used up.
 * @throws WireduelError if a block fails
 */
export async function measureInBlocks(options: CheckedOptions, run: Run): Promise<void> {
  const { rounds, explain, emitter } = options;
  // Probes need the rest of the budget.
  const budgetMs = options.budgetMs && options.budgetMs * (explain ? 1 - PROBES_SHARE : 1);
  const schedule = new Schedule(rounds, budgetMs, fewestRounds(options));
  const blocks = new Blocks(options, run);
  const safe = new SafeEmitter(emitter);
  const beganAt = systemClock.now();
  const elapsedMs = () => (systemClock.now() - beganAt) / NS_PER_MS;
  for (let block = 0; schedule.another(elapsedMs()); block++) {
    const tookMs = await blocks.next((complete) => run.add(complete));
    schedule.took(tookMs, run.whole);
    const event = { block, of: blocks.of, elapsedMs: elapsedMs() };
    const enough = run.enough(schedule.done);
    const blocksLeftMs = enough ? 0 : schedule.leftMs(event.elapsedMs);
    const probesMs = explain ? mostProbesMs(event.elapsedMs + blocksLeftMs) : 0;
    safe.emit("block", { ...event, leftMs: blocksLeftMs + probesMs });
    if (enough) break;
  }
  run.complete();
}
