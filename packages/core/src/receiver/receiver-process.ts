// The program of a forked receiver: the control calls over Node's IPC channel. It ends when its parent lets go of it.
import { messageOf, WireduelError } from "../errors.js";
import { markReceiverProcess } from "./inside-receiver.js";
import { CALLS, type CallReply, type CallRequest } from "./ipc-calls.js";
import { loadAdapter, loadCodec } from "./load-adapter.js";
import { ReceiverHost } from "./receiver-host.js";

markReceiverProcess();

const host = new ReceiverHost({
  bind: "127.0.0.1",
  async serve({ adapter: { name, module, options }, codec }) {
    if (module === undefined)
      throw new WireduelError("ADAPTER_NOT_LOADABLE", `${name} has no module to load`);
    const adapter = await loadAdapter(name, module, options);
    return { adapter, codec: await loadCodec(adapter, codec, []), port: 0 };
  },
});

process.on("message", async (request: CallRequest) => {
  process.send?.(await answer(request));
});
process.on("disconnect", () => process.exit());
// Ctrl-C in a terminal reaches every process of the group; the parent decides when this one ends.
process.on("SIGINT", () => {});

async function answer({ id, call, args }: CallRequest): Promise<CallReply> {
  try {
    if (!CALLS.includes(call)) throw new Error(`there is no call "${call}"`);
    const method = host[call] as (...args: readonly unknown[]) => Promise<unknown>;
    return { id, value: await method.apply(host, [...args]) };
  } catch (error) {
    const code = error instanceof WireduelError ? error.code : "RECEIVER_START_FAILED";
    return { id, error: { code, message: messageOf(error) } };
  }
}
