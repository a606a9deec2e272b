import { afterListening } from "./after-listening.js";

/**
 * Resolves like `promise`, if it settles within `timeoutMs` and before `signal` aborts. The time in which this process
 * was stopped does not count.
 *
 * @throws the error of `onTimeout`, the reason of the signal, or the rejection of `promise`
 */
export async function within<T>(
  promise: Promise<T>,
  timeoutMs: number,
  onTimeout: () => Error,
  signal?: AbortSignal,
): Promise<T> {
  let cancel: (() => void) | undefined;
  let onAbort: (() => void) | undefined;
  const end = new Promise<never>((_, reject) => {
    cancel = afterListening(timeoutMs, () => reject(onTimeout()));
    onAbort = () => reject(signal?.reason);
    signal?.addEventListener("abort", onAbort, { once: true });
    if (signal?.aborted) onAbort();
  });
  // If it loses the race and rejects later, that must not be an unhandled rejection.
  promise.catch(() => {});
  try {
    return await Promise.race([promise, end]);
  } finally {
    cancel?.();
    if (onAbort) signal?.removeEventListener("abort", onAbort);
  }
}
