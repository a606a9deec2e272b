import { WireduelError } from "../failure/wireduel-error.js";

// On globalThis, as an adapter may bring a second copy of this module into the process.
const MARK = Symbol.for("@wireduel/core:receiver-process");
const marked = globalThis as { [MARK]?: boolean };

/** Says that this process is a receiver's. */
export function markReceiverProcess(): void {
  marked[MARK] = true;
}

/**
 * Guards against a script that defines an adapter and runs a benchmark: to load the adapter, its receiver process would
 * run the script again, which would fork the next, without end.
 * @throws WireduelError `INSIDE_RECEIVER`
 */
export function refuseInsideReceiver(): void {
  if (!marked[MARK]) return;
  throw new WireduelError(
    "INSIDE_RECEIVER",
    "`runBenchmark` was called in a receiver process, which was loading an adapter's module: " +
      'move the adapter into a module of its own, or use `receiver: "inline"`',
  );
}
