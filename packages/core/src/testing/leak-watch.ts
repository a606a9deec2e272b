import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { collectGarbage } from "./collect-garbage.js";
import type { LinkCycles } from "./link-cycles.js";
import type { ResourceScope } from "./resource-scope.js";
import { timeouts } from "./waiting.js";

/** Each wait is twice as long as the one before. Not longer in total: timers that were left would end. */
const FIRST_WAIT_MS = 20;

/**
 * Counts what links leave behind, whether it keeps the process alive or not. One thing of each kind may stay,
 * such as a cache of a library. So links are opened and closed several times, and as many must be left.
 */
export class LeakWatch {
  readonly #cycles: LinkCycles;
  readonly #scope: ResourceScope;
  readonly #tolerated: number;
  readonly #before: ReadonlyMap<string, number>;

  /**
   * Starts to watch, when what was closed before is gone.
   * @param tolerated how many of a kind may be left
   */
  static async start(cycles: LinkCycles, scope: ResourceScope, tolerated: number): Promise<LeakWatch> {
    await collectGarbage();
    return new LeakWatch(cycles, scope, tolerated);
  }

  private constructor(cycles: LinkCycles, scope: ResourceScope, tolerated: number) {
    this.#cycles = cycles;
    this.#scope = scope;
    this.#tolerated = tolerated;
    cycles.contexts.length = 0;
    this.#before = this.#count();
  }

  /** Waits until not more is left than tolerated. Rejects with a list of what is left. */
  async nothingLeft(of: string): Promise<void> {
    for (let waitMs = FIRST_WAIT_MS; ; waitMs *= 2) {
      await collectGarbage();
      const left = this.#left();
      if (left.length === 0) return;
      if (waitMs > timeouts.stepMs / 3) assert.fail(`${of} left behind: ${left.join(", ")}`);
      await sleep(waitMs);
    }
  }

  #left(): string[] {
    return [...this.#count()].flatMap(([kind, count]) => {
      const more = count - (this.#before.get(kind) ?? 0);
      return more > this.#tolerated ? [`${more} ${kind}`] : [];
    });
  }

  #count(): Map<string, number> {
    const counts = new Map(this.#scope.open);
    const [listening, dialling] = this.#cycles.signals.map(
      (signal) => getEventListeners(signal, "abort").length,
    );
    counts.set("abort handlers on the signal of the listening end", listening ?? 0);
    counts.set("abort handlers on the signal of the dialling end", dialling ?? 0);
    counts.set("handlers on `process`", countProcessHandlers());
    const alive = this.#cycles.contexts.filter((context) => context.deref() !== undefined).length;
    counts.set("contexts in memory", alive);
    return counts;
  }
}

function countProcessHandlers(): number {
  return process.eventNames().reduce((count, event) => count + process.listenerCount(event), 0);
}
