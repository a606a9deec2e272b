import type { Adapter } from "../adapter/contract.js";
import { forkReceiver } from "../control/fork-receiver.js";
import { sessionRequest } from "../control/identity.js";
import type { ReceiverConnection } from "../control/receiver-connection.js";
import { soon, timeouts } from "./waiting.js";

const MAX_PAYLOAD_BYTES = 2 ** 20;

/** An adapter that listens in another process. */
export interface OpenInProcess {
  readonly receiver: ReceiverConnection;
  readonly url: string;
  /** What links to it must present. */
  readonly secret: string;
  close(): Promise<void>;
}

/** Starts another process that creates the adapter from its module and listens. */
export async function openInProcess(adapter: Adapter): Promise<OpenInProcess> {
  const receiver = await forkReceiver(adapter, timeouts.startMs);
  try {
    const opening = receiver.control.openSession(
      sessionRequest(adapter, { maxPayloadBytes: MAX_PAYLOAD_BYTES }),
    );
    const { endpoint, secret } = await soon(opening, "listen in another process", timeouts.startMs);
    return { receiver, url: endpoint?.url ?? "", secret, close: () => receiver.disconnect() };
  } catch (error) {
    await receiver.disconnect();
    throw error;
  }
}
