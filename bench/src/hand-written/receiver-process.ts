// The process of a hand-written receiver: `receiver-process.js LIBRARY`.
import { endWithParent, sendToParent } from "../processes/end-with-parent.js";
import { loadPair } from "./load-pair.js";
import type { HandWrittenLibrary } from "./pair.js";

/** The requests of the sender. */
export type ReceiverCall =
  | { readonly call: "receive"; readonly port?: number }
  | { readonly call: "mark" | "cpu" };

/** The answers. */
export interface ReceiverAnswers {
  /** The listening port. Null if it dialled. */
  readonly receive: number | null;
  readonly mark: null;
  /** Processor time since the mark, user and system, in microseconds. */
  readonly cpu: number;
}

endWithParent();
const pair = await loadPair(process.argv[2] as HandWrittenLibrary);
let mark = process.cpuUsage();

process.on("message", async (request: ReceiverCall) => {
  if (request.call === "receive") {
    const port = pair.direction === "upload" ? await pair.receive() : await pair.receive(request.port ?? 0);
    sendToParent(port ?? null);
  } else if (request.call === "mark") {
    mark = process.cpuUsage();
    sendToParent(null);
  } else {
    const { user, system } = process.cpuUsage(mark);
    sendToParent(user + system);
  }
});
