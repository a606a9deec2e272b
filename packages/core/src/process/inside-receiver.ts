import { WireduelError } from "../failure/wireduel-error.js";

// On globalThis, because an adapter may load a second copy of this module.
const MARK = Symbol.for("@wireduel/core:receiver-process");
const marked = globalThis as { [MARK]?: boolean };

/** Marks this process as a receiver process. */
export function markReceiverProcess(): void {
  marked[MARK] = true;
}

/**
 * Prevents endless forking. If a script both defines an adapter and runs a benchmark, the receiver process
 * runs the script again to load the adapter, and that would fork the next receiver.
 * @throws WireduelError `INSIDE_RECEIVER` in a receiver process
 */
export function refuseInsideReceiver(): void {
  if (!marked[MARK]) return;
  throw new WireduelError(
    "INSIDE_RECEIVER",
    "`runBenchmark` was called while a receiver process loaded an adapter's module. " +
      'Move the adapter to its own module, or use `receiver: "inline"`',
  );
}
