/** `process.nextTick` makes an object for each call, and `queueMicrotask` an AsyncResource. Both take longer. */
const settledPromise = Promise.resolve();

/** Calls `run` after the current callback, before Node reads from any socket again. */
export function microtask(run: () => void): void {
  void settledPromise.then(run);
}
