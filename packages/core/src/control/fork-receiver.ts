import { modulesOf } from "../adapter/adapter-data.js";
import type { Adapter } from "../adapter/contract.js";
import { within } from "../clock/within.js";
import { WireduelError } from "../failure/wireduel-error.js";
import { ChildCalls, entryBeside } from "../process/child-calls.js";
import { controlOver } from "./calls.js";
import { CONTROL_CALLS } from "./control-calls.js";
import type { ReceiverConnection } from "./receiver-connection.js";

/**
 * The program of a receiver process.
 * @throws WireduelError `BUNDLED` if it is not there
 */
export const receiverProgram = (): string => entryBeside(import.meta.url, "receiver-process");

/**
 * Starts a receiver in a new process. Two ends on one event loop would slow each other down.
 * @param timeoutMs how long the process may take to answer
 * @throws WireduelError `BUNDLED`, `ADAPTER_NOT_LOADABLE`, `RECEIVER_START_FAILED`
 */
export async function forkReceiver(
  adapter: Adapter,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<ReceiverConnection> {
  let ready = false;
  const child = new ChildCalls({
    entry: receiverProgram(),
    modules: modulesOf(adapter),
    what: "the receiver process",
    gone: (how) => new WireduelError(ready ? "RECEIVER_LOST" : "RECEIVER_START_FAILED", how),
  });
  const control = controlOver(CONTROL_CALLS, (name, argument) => child.call(name, [argument]));
  const slow = () =>
    new WireduelError("RECEIVER_START_FAILED", `the receiver process did not start within ${timeoutMs} ms`);
  try {
    await within(control.identify({}), timeoutMs, slow, signal);
  } catch (error) {
    // It has nothing to close yet, and may hang.
    child.kill("did not start");
    await child.close();
    throw error;
  }
  ready = true;
  return {
    kind: "process",
    control,
    processId: child.processId,
    lost: child.lost.then((message) => ({ code: "RECEIVER_LOST", message })),
    disconnect: () => child.close(),
  };
}
