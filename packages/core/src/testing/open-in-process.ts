import type { Adapter } from "../adapter.js";
import { forkReceiver } from "../receiver/fork-receiver.js";
import type { ReceiverConnection } from "../receiver/receiver-control.js";
import { sessionRequest } from "../receiver/session-request.js";
import { START_MS, soon } from "./patience.js";

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
