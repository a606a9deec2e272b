import assert from "node:assert/strict";
import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";
import { ResourceScope } from "./resource-scope.js";
import { timeouts } from "./waiting.js";

/** Watches resources that keep this process alive: sockets, servers, pipes and timers. */
export interface ResourceWatch {
  /**
   * Waits until everything that was opened since the start is closed. Rejects with a list of what is still
   * open.
   */
  nothingLeft(): Promise<void>;
}

// A test runner has timers too, so timers are followed in a scope. Other resources are only counted.
const COUNTED_APART = new Set(["Timeout", "Immediate"]);

/** Starts to watch. */
export function watchResources(): ResourceWatch {
  const before = countResources();
  const scope = new ResourceScope();
  scope.enter();

  const left = (): string[] => {
    const pending = scope.timers.filter((timer) => timer.hasRef()).length;
    const more = [...countResources()].flatMap(([kind, count]) => {
      const opened = count - (before.get(kind) ?? 0);
      return opened > 0 ? [`${opened} ${kind}`] : [];
    });
    return pending > 0 ? [...more, `${pending} Timeout`] : more;
  };

  return {
    async nothingLeft() {
      const giveUpAt = performance.now() + timeouts.stepMs;
      try {
        while (left().length > 0 && performance.now() < giveUpAt) {
          await sleep(20);
          // Node reports the end of a timer in a later turn. This also applies to the timer of this sleep.
          await turn();
          await turn();
        }
        assert.deepEqual(left(), [], "everything that the adapter opened must be closed");
      } finally {
        scope.stop();
      }
    },
  };
}

function countResources(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) {
    if (!COUNTED_APART.has(kind)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}
