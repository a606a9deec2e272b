import type { Adapter } from "../adapter.js";
import { codecOf } from "../define-adapter.js";
import { forkReceiver } from "../receiver/fork-receiver.js";
import type { ReceiverConnection } from "../receiver/receiver-control.js";
import { identifyEnd } from "../receiver/receiver-host.js";
import { START_MS, soon } from "./patience.js";

/** The adapter as another process made it from its module, listening there. */
export async function openInProcess(
  adapter: Adapter,
): Promise<{ receiver: ReceiverConnection; url: string; close(): Promise<void> }> {
  const { name, options, module } = adapter;
  const codec = codecOf(adapter);
  const receiver = await forkReceiver(adapter, START_MS);
  try {
    const { contract, core } = identifyEnd();
    const opened = await soon(
      receiver.openSession({
        sender: { contract, core },
        adapter: { name, options, ...(module === undefined ? {} : { module }) },
        codec: { name: codec.name, ...(codec.module === undefined ? {} : { module: codec.module }) },
        maxPayloadBytes: 2 ** 20,
      }),
      "listen in another process",
    );
    return { receiver, url: opened.url, close: () => receiver.disconnect() };
  } catch (error) {
    await receiver.disconnect();
    throw error;
  }
}
