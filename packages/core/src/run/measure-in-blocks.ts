import { NS_PER_MS, systemClock } from "../clock/clock.js";
import { SafeEmitter } from "../events/emitter.js";
import { WireduelError } from "../failure/wireduel-error.js";
import type { CheckedOptions } from "../options/benchmark-options.js";
import { Blocks } from "./blocks.js";
import type { Run } from "./run.js";
import { Schedule } from "./schedule.js";

/**
 * Measures one block after another, until there are enough rounds or the budget is used up.
 * @throws WireduelError if a block fails
 */
export async function measureInBlocks(options: CheckedOptions, run: Run): Promise<void> {
  const { rounds, budgetMs, emitter } = options;
  const schedule = new Schedule(rounds, budgetMs);
  const blocks = new Blocks(options, run);
  const safe = new SafeEmitter(emitter, (message) => {
    throw new WireduelError("EVENT_HANDLER_FAILED", message);
  });
  const beganAt = systemClock.now();
  const elapsedMs = () => (systemClock.now() - beganAt) / NS_PER_MS;
  for (let block = 0; schedule.another(elapsedMs()); block++) {
    schedule.took(await blocks.next((complete) => run.add(complete)));
    const event = { block, of: blocks.of, elapsedMs: elapsedMs() };
    const enough = run.enough(schedule.done);
    safe.emit("block", { ...event, leftMs: enough ? 0 : schedule.leftMs(event.elapsedMs) });
    if (enough) break;
  }
  run.complete();
}
