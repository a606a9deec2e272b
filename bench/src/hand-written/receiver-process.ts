// The program of a hand-written receiver: `receiver-process.js LIBRARY`.
import { endWithParent, sendToParent } from "../processes/end-with-parent.js";
import { loadPair } from "./load-pair.js";
import type { HandWrittenLibrary } from "./pair.js";

/** What the sender asks. */
export type ReceiverCall =
  | { readonly call: "receive"; readonly port?: number }
  | { readonly call: "mark" | "cpu" };

/** The answers. */
export interface ReceiverAnswers {
  /** The port where it listens. Null if it dialled. */
  readonly receive: number | null;
  readonly mark: null;
  /** Processor time since the mark, user and system, in microseconds. */
  readonly cpu: number;
}

endWithParent();
const pair = await loadPair(process.argv[2] as HandWrittenLibrary);
let mark = process.cpuUsage();

process.on("message", async (asked: ReceiverCall) => {
  if (asked.call === "receive") {
    const port = pair.direction === "upload" ? await pair.receive() : await pair.receive(asked.port ?? 0);
    sendToParent(port ?? null);
  } else if (asked.call === "mark") {
    mark = process.cpuUsage();
    sendToParent(null);
  } else {
    const { user, system } = process.cpuUsage(mark);
    sendToParent(user + system);
  }
});
