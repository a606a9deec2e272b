import type { Adapter } from "../adapter/contract.js";
import type { CheckedReceiver } from "../options/receiver-option.js";
import { ReceiverHost } from "../receiver/receiver-host.js";
import { forkReceiver } from "./fork-receiver.js";
import type { ReceiverConnection } from "./receiver-connection.js";

/**
 * Opens the receiver of a round.
 * @param timeoutMs how long a receiver process may take to start
 */
export async function openReceiver(
  option: CheckedReceiver,
  adapter: Adapter,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<ReceiverConnection> {
  if (option === "process") return forkReceiver(adapter, timeoutMs, signal);
  if (option === "inline") return inlineReceiver(adapter);
  // Imported lazily, because most runs do not need HTTP.
  const { connectReceiver } = await import("./connect-receiver.js");
  return connectReceiver(option);
}

/** A receiver in this process, on the sender's event loop. For tests, and for adapters without a module. */
function inlineReceiver(adapter: Adapter): ReceiverConnection {
  const control = new ReceiverHost({
    bind: "127.0.0.1",
    serve: async () => ({ adapter, port: 0 }),
  });
  return { kind: "inline", control, lost: new Promise(() => {}), disconnect: () => control.close() };
}
