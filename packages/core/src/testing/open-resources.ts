import assert from "node:assert/strict";
import { createHook } from "node:async_hooks";
import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";
import { PATIENCE_MS } from "./waiting.js";

/** Looks at what keeps this process alive: sockets, servers, pipes, timers. */
export interface ResourceWatch {
  /** Waits until nothing is open that was not when the watch began; rejects with what still is. */
  nothingLeft(): Promise<void>;
}

// A test runner's own timers come and go, so timers are watched one by one, and only other kinds by their number.
const COUNTED_APART = new Set(["Timeout", "Immediate"]);

/** Begins to watch. */
export function watchResources(): ResourceWatch {
  const before = countResources();
  const timers = new Map<number, NodeJS.Timeout>();
  const hook = createHook({
    init(id, type, _, resource) {
      if (type === "Timeout") timers.set(id, resource as NodeJS.Timeout);
    },
    destroy: (id) => timers.delete(id),
  }).enable();

  const left = (): string[] => {
    const pending = [...timers.values()].filter((timer) => timer.hasRef()).length;
    const more = [...countResources()].flatMap(([kind, count]) => {
      const opened = count - (before.get(kind) ?? 0);
      return opened > 0 ? [`${opened} ${kind}`] : [];
    });
    return pending > 0 ? [...more, `${pending} Timeout`] : more;
  };

  return {
    async nothingLeft() {
      const giveUpAt = performance.now() + PATIENCE_MS;
      try {
        while (left().length > 0 && performance.now() < giveUpAt) {
          await sleep(20);
          // Node tells of a timer's end, also of this one's, in a later turn.
          await turn();
          await turn();
        }
        assert.deepEqual(left(), [], "nothing that the adapter opened is left open");
      } finally {
        hook.disable();
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
