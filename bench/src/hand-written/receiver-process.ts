// The process of a hand-written receiver: `receiver-process.js LIBRARY [keep-memory]`.
import { keepMemory } from "@wireduel/core/adapter";
import { endWithParent, sendToParent } from "../processes/end-with-parent.js";
import { loadPair } from "./load-pair.js";
import type { HandWrittenLibrary } from "./pair.js";
import { type Used, usedSince } from "./used-since.js";

/** The requests of the sender. */
export type ReceiverCall =
  | { readonly call: "receive"; readonly port?: number }
  | { readonly call: "mark" | "used" };

/** The answers. */
export interface ReceiverAnswers {
  /** The listening port. Null if it dialled. */
  readonly receive: number | null;
  readonly mark: null;
  /** What the process used since the mark. */
  readonly used: Used;
}

endWithParent();
const pair = await loadPair(process.argv[2] as HandWrittenLibrary);
if (process.argv[3] !== undefined) keepMemory();
let mark = process.resourceUsage();

process.on("message", async (request: ReceiverCall) => {
  if (request.call === "receive") {
    const port = pair.direction === "upload" ? await pair.receive() : await pair.receive(request.port ?? 0);
    sendToParent(port ?? null);
  } else if (request.call === "mark") {
    mark = process.resourceUsage();
    sendToParent(null);
  } else {
    sendToParent(usedSince(mark));
  }
});
