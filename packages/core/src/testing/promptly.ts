import { setImmediate as turn } from "node:timers/promises";

/** A tenth of a second of work for this process, if it has nothing else to do. */
const TURNS = 100_000;
const LEAST_MS = 100;

/**
 * Resolves like `promise`. Rejects if the event loop has turned 100,000 times, in 0.1 s or more, and it still
 * has not settled. For what an adapter must do immediately: on a busy machine the process gets fewer turns,
 * so that this waits longer.
 */
export async function promptly<T>(promise: Promise<T>, what: string): Promise<T> {
  let settled = false;
  const settle = () => {
    settled = true;
  };
  promise.then(settle, settle);
  const startedAt = performance.now();
  for (let turns = 0; !settled; turns++) {
    if (turns >= TURNS && performance.now() - startedAt >= LEAST_MS) {
      throw new Error(`${what}: not after ${TURNS} turns of the event loop`);
    }
    await turn();
  }
  return promise;
}

/** Waits until the event loop has turned that often. For what an adapter must not do any more. */
export async function turns(count: number): Promise<void> {
  for (let turned = 0; turned < count; turned++) await turn();
}
