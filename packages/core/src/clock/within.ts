/** Node's timers take no more; a larger one would fire at once. */
const MOST_MS = 2 ** 31 - 1;

/**
 * Resolves like `promise`, if it settles within `timeoutMs` and before `signal` aborts.
 *
 * @throws the error of `onTimeout`, the reason of the signal, or the rejection of `promise`
 */
export async function within<T>(
  promise: Promise<T>,
  timeoutMs: number,
  onTimeout: () => Error,
  signal?: AbortSignal,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  const end = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(onTimeout()), Math.min(timeoutMs, MOST_MS));
    onAbort = () => reject(signal?.reason);
    signal?.addEventListener("abort", onAbort, { once: true });
    if (signal?.aborted) onAbort();
  });
  // If it loses the race and rejects later, that must not be an unhandled rejection.
  promise.catch(() => {});
  try {
    return await Promise.race([promise, end]);
  } finally {
    clearTimeout(timer);
    if (onAbort) signal?.removeEventListener("abort", onAbort);
  }
}
