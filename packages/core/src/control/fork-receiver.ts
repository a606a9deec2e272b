import { modulesOf } from "../adapter/adapter-data.js";
import type { Adapter } from "../adapter/contract.js";
import { controlOver } from "./calls.js";
import { CONTROL_CALLS } from "./control-calls.js";
import { firstAnswer } from "./first-answer.js";
import { takeReceiver } from "./receiver-child.js";
import type { ReceiverConnection } from "./receiver-connection.js";

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
  const { calls: child, identity } = takeReceiver(modulesOf(adapter));
  await firstAnswer(child, identity, { timeoutMs, signal });
  const control = controlOver(CONTROL_CALLS, (name, argument) => child.call(name, [argument]));
  return {
    kind: "process",
    control,
    processId: child.processId,
    lost: child.lost.then((message) => ({ code: "RECEIVER_LOST", message })),
    disconnect: () => child.close(),
  };
}
