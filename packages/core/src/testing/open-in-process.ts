import type { Adapter } from "../adapter/contract.js";
import { forkReceiver } from "../control/fork-receiver.js";
import type { ReceiverConnection } from "../control/control-calls.js";
import { sessionRequest } from "../control/session-request.js";
import { START_MS, soon } from "./waiting.js";

/** The adapter as another process made it from its module, listening there. */
export async function openInProcess(
  adapter: Adapter,
): Promise<{ receiver: ReceiverConnection; url: string; close(): Promise<void> }> {
  const receiver = await forkReceiver(adapter, START_MS);
  try {
    const opening = receiver.openSession(sessionRequest(adapter, 2 ** 20));
    const { endpoint } = await soon(opening, "listen in another process");
    return { receiver, url: endpoint?.url ?? "", close: () => receiver.disconnect() };
  } catch (error) {
    await receiver.disconnect();
    throw error;
  }
}
