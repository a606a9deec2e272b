import { NS_PER_MS, systemClock } from "../clock/clock.js";
import type { Load } from "../load/load.js";
import type { CheckedOptions } from "../options/benchmark-options.js";
import type { JoinedSenders } from "../senders/group-sender.js";
import { plannedRounds } from "../verdict/rounds-rule.js";
import { balancedBlocks } from "./balanced-blocks.js";
import { RoundLength } from "./round-length.js";
import type { Run } from "./run.js";
import { type BlockRound, runBlock } from "./run-block.js";
import { whyNotSliced } from "./slicing.js";

/** Measures the blocks of a run, one at a time, each in fresh processes. */
export class Blocks {
  /** How many blocks there will be. Null if that is only known later. */
  readonly of: number | null;
  readonly #options: CheckedOptions;
  readonly #run: Run;
  readonly #orders: readonly (readonly number[])[];
  readonly #slices: number | null;
  readonly #length: RoundLength;
  #done: number;

  /**
   * @param run may have rounds already. Then it goes on after them.
   * @param budgetMs how long all blocks may take together. Default: the budget of the options.
   */
  constructor(options: CheckedOptions, run: Run, budgetMs: number | null = options.budgetMs) {
    const { adapters, rounds, seed } = options;
    this.of = plannedRounds(rounds, budgetMs);
    this.#options = options;
    this.#run = run;
    this.#orders = balancedBlocks(adapters.length, rounds.max, seed);
    this.#slices = whyNotSliced(options) === null ? options.slices : 1;
    this.#done = Math.max(...run.rounds.map(({ length }) => length));
    const { load } = run;
    const chosen = load.kind === "closed-loop" && this.#done > 0 ? load.durationMs : null;
    this.#length = new RoundLength(budgetMs ?? Number.POSITIVE_INFINITY, adapters.length, chosen);
  }

  /** How many blocks are complete. */
  get done(): number {
    return this.#done;
  }

  /**
   * Measures the next block, and returns how long it took, in milliseconds.
   * @param add takes the rounds that have a result, also if the block then fails
   * @param joined the senders that joined the run. Null: they are processes of this machine.
   * @throws WireduelError if the block fails
   */
  async next(add: (complete: readonly BlockRound[]) => void, joined: JoinedSenders | null): Promise<number> {
    const { settings, chooseLength } = this.#options;
    const load = chooseLength ? withLength(settings.load, this.#length.durationMs) : settings.load;
    const beganAt = systemClock.now();
    const report = await runBlock(
      {
        ...this.#options,
        joined,
        settings: { ...settings, load },
        block: this.#done,
        blocks: this.of,
        order: (this.#orders[this.#done] as readonly number[]).filter((index) => !this.#run.hasEnded(index)),
        slices: this.#slices,
      },
      (complete) => {
        this.#run.load = load;
        add(complete);
      },
    );
    const blockMs = (systemClock.now() - beganAt) / NS_PER_MS;
    this.#done++;
    this.#run.block(report);
    if (chooseLength) this.#length.learn({ blockMs, measuredMs: report.measuredMs }, this.#run.rounds);
    return blockMs;
  }
}

/** Only a closed loop has no length of its own. */
function withLength(load: Load, durationMs: number): Load {
  return load.kind === "closed-loop" ? { ...load, durationMs } : load;
}
