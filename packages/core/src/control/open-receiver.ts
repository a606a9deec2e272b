import type { Adapter } from "../adapter/contract.js";
import type { CheckedReceiver } from "../options/benchmark-options.js";
import { forkReceiver } from "./fork-receiver.js";
import { inlineReceiver } from "./inline-receiver.js";
import type { ReceiverConnection } from "./control-calls.js";

/** A receiver for one row, where the option wants it. */
export async function openReceiver(
  option: CheckedReceiver,
  adapter: Adapter,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<ReceiverConnection> {
  if (option === "process") return forkReceiver(adapter, timeoutMs, signal);
  if (option === "inline") return inlineReceiver(adapter);
  // Loaded only here: with it come the schemas of the control API.
  const { connectReceiver } = await import("./connect-receiver.js");
  return connectReceiver(option, timeoutMs);
}
