// The program of a forked tap: one relay, told over Node's IPC channel. It ends when its parent lets go of it.
import { messageOf } from "../errors.js";
import { type Relay, startRelay } from "./relay.js";
import type { TapReply, TapRequest } from "./tap-calls.js";

let relay: Relay | undefined;

process.on("message", async (request: TapRequest) => {
  process.send?.(await answer(request));
});
process.on("disconnect", () => process.exit());
// Ctrl-C in a terminal reaches every process of the group; the parent decides when this one ends.
process.on("SIGINT", () => {});

async function answer(request: TapRequest): Promise<TapReply> {
  const { id } = request;
  try {
    if (request.call === "start") {
      relay = await startRelay(request.options);
      return { id, value: { host: relay.host, port: relay.port } };
    }
    if (request.call !== "read" || relay === undefined) throw new Error("the tap was not started");
    return { id, value: relay.read() };
  } catch (error) {
    return { id, error: messageOf(error) };
  }
}
