import { modulesOf } from "../adapter/adapter-data.js";
import type { Adapter } from "../adapter/contract.js";
import { WireduelError } from "../failure/wireduel-error.js";
import { ChildCalls, entryBeside } from "../process/child-calls.js";
import { controlOver } from "./calls.js";
import { CONTROL_CALLS } from "./control-calls.js";
import { firstAnswer } from "./first-answer.js";
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
  await firstAnswer(child, control.identify({}), { timeoutMs, signal });
  ready = true;
  return {
    kind: "process",
    control,
    processId: child.processId,
    lost: child.lost.then((message) => ({ code: "RECEIVER_LOST", message })),
    disconnect: () => child.close(),
  };
}
