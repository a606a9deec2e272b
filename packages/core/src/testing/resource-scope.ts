import { AsyncLocalStorage, createHook } from "node:async_hooks";

const scopes = new AsyncLocalStorage<ResourceScope>();

/** Handles that are open until they are destroyed. Others stay until garbage collection, or are one request. */
const HANDLES = new Set([
  "TCPWRAP",
  "TCPSERVERWRAP",
  "PIPEWRAP",
  "PIPESERVERWRAP",
  "UDPWRAP",
  "PROCESSWRAP",
  "FSEVENTWRAP",
  "STATWATCHER",
]);

/**
 * Timers and sockets that code of this scope opened, whether they keep the process alive or not. Code that
 * runs in the scope, and everything that follows from it, belongs to it. The runner's own timers do not.
 */
export class ResourceScope {
  readonly #timers = new Map<number, NodeJS.Timeout>();
  readonly #handles = new Map<number, string>();
  readonly #hook = createHook({
    init: (id, type, _, resource) => {
      if (scopes.getStore() !== this) return;
      if (type === "Timeout") this.#timers.set(id, resource as NodeJS.Timeout);
      else if (HANDLES.has(type)) this.#handles.set(id, type);
    },
    destroy: (id) => {
      this.#timers.delete(id);
      this.#handles.delete(id);
    },
  }).enable();

  /** Runs code in the scope. */
  run<T>(code: () => T): T {
    return scopes.run(this, code);
  }

  /** Makes the code that follows belong to the scope. */
  enter(): void {
    scopes.enterWith(this);
  }

  /** Timers that are pending. Node reports the end of a timer late, but takes its delay at once. */
  get timers(): readonly NodeJS.Timeout[] {
    return [...this.#timers.values()].filter((timer) => delayOf(timer) > 0);
  }

  /** What is open, by kind, with the count: `Timeout`, `TCPWRAP`. */
  get open(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    const pending = this.timers.length;
    if (pending > 0) counts.set("Timeout", pending);
    for (const kind of this.#handles.values()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    return counts;
  }

  /** Stops to follow. */
  stop(): void {
    this.#hook.disable();
  }
}

// Node has no public members for these.

/** After how many milliseconds a timer is due. */
export function delayOf(timer: NodeJS.Timeout): number {
  return (timer as unknown as { _idleTimeout?: number })._idleTimeout ?? 0;
}

/** Whether a timer is one of `setInterval`. */
export function repeats(timer: NodeJS.Timeout): boolean {
  return Boolean((timer as unknown as { _repeat?: number | null })._repeat);
}
