// The sender of a process pair: `sender-process.js VARIANT`. It starts its receiver, and then measures one connection for each order.
import { makeAdapter } from "../cells/run-cell.js";
import { type VariantName, wireduelVariant } from "../cells/variants.js";
import { endWithParent, messageOf, sendToParent } from "../processes/end-with-parent.js";
import { withChild } from "../processes/fork-and-wait.js";
import { type ConnectionMeasured, type ConnectionOrder, measureConnection } from "./connection.js";

/** The messages to the parent: both processes are ready, or what a connection gave, or an error. */
export type SenderReply = "ready" | ConnectionMeasured | { readonly error: string };

const RECEIVER = new URL("./receiver-process.js", import.meta.url);

endWithParent();
const send = (reply: SenderReply) => sendToParent(reply);
const variant = process.argv[2] as VariantName;
await withChild(RECEIVER, { name: "the receiver", args: [variant] }, async (receiver) => {
  const adapter = await makeAdapter(wireduelVariant(variant));
  const url = (await receiver.next()) as string;
  process.on("message", (order: ConnectionOrder) => {
    measureConnection(adapter, url, order).then(send, (error) => send({ error: messageOf(error) }));
  });
  send("ready");
  // This process ends with its parent, and the receiver with this process.
  await new Promise(() => {});
});
