/**
 * How often the event loop turns before something is late. A correct adapter needs some dozens, on a busy
 * machine too: then the process gets fewer turns.
 */
const TURNS = 1_000;
const LEAST_MS = 50;

/**
 * Resolves like `promise`. Rejects if it has not settled after 1,000 turns of the event loop and 50 ms. For
 * what an adapter must do immediately.
 */
export async function promptly<T>(promise: Promise<T>, what: string): Promise<T> {
  let settled = false;
  const settle = () => {
    settled = true;
  };
  promise.then(settle, settle);
  await turns(TURNS, LEAST_MS, () => settled);
  if (!settled) throw new Error(`${what}: not after ${TURNS} turns of the event loop`);
  return promise;
}

/** Waits as long as `promptly` does. For what an adapter must not do any more. */
export function longEnough(): Promise<void> {
  return turns(TURNS, LEAST_MS);
}

/** Waits until the event loop has turned that often, for `leastMs` or longer, or until `done` is true. */
export function turns(count: number, leastMs = 0, done: () => boolean = () => false): Promise<void> {
  const startedAt = performance.now();
  let turned = 0;
  // Without promises, which are slow while a case watches resources.
  return new Promise((resolve) => {
    const turn = () => {
      if (done() || (turned++ >= count && performance.now() - startedAt >= leastMs)) resolve();
      else setImmediate(turn);
    };
    setImmediate(turn);
  });
}
