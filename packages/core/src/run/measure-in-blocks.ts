import { NS_PER_MS, systemClock } from "../clock/clock.js";
import { SafeEmitter } from "../events/emitter.js";
import type { CheckedOptions } from "../options/benchmark-options.js";
import type { JoinedSenders } from "../senders/group-sender.js";
import { Blocks } from "./blocks.js";
import { fewestRounds, roundsToDecide } from "./fewest-rounds.js";
import { mostProbesMs, PROBES_SHARE } from "./probes.js";
import type { Run } from "./run.js";
import { Schedule } from "./schedule.js";

/**
 * Measures one block after another, until there are enough rounds or the budget is used up.
 * @param joined the senders that joined the run. Null: they are processes of this machine.
 * @throws WireduelError if a block fails
 */
export async function measureInBlocks(
  options: CheckedOptions,
  run: Run,
  joined: JoinedSenders | null,
): Promise<void> {
  const { rounds, explain, budgetMs, emitter } = options;
  const freeMs = explain ? (budgetMs ?? 0) * PROBES_SHARE : 0;
  const schedule = new Schedule(rounds, budgetMs, {
    fewest: fewestRounds(options),
    freeMs,
    // Probes look for the cause of a difference. Without a decision there is none.
    first: roundsToDecide(options),
  });
  const blocks = new Blocks(options, run, budgetMs && budgetMs - freeMs);
  const safe = new SafeEmitter(emitter);
  const beganAt = systemClock.now();
  const elapsedMs = () => (systemClock.now() - beganAt) / NS_PER_MS;
  for (let block = 0; schedule.another(elapsedMs()); block++) {
    const tookMs = await blocks.next((complete) => run.add(complete), joined);
    schedule.took(tookMs, run.whole);
    const event = { block, of: blocks.of, elapsedMs: elapsedMs() };
    const enough = run.enough(schedule.done);
    const blocksLeftMs = enough ? 0 : schedule.leftMs(event.elapsedMs);
    const probesMs = explain ? mostProbesMs(event.elapsedMs + blocksLeftMs, budgetMs) : 0;
    safe.emit("block", { ...event, leftMs: blocksLeftMs + probesMs });
    if (enough) break;
  }
  run.complete();
}
