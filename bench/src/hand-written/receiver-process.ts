// The process of a hand-written receiver: `receiver-process.js LIBRARY [keep-memory] [compare]`.
import { keepMemory } from "@wireduel/core/adapter";
import { endWithParent, sendToParent } from "../processes/end-with-parent.js";
import { comparePayloads } from "./compare-payloads.js";
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
const settings = process.argv.slice(3);
if (settings.includes("keep-memory")) keepMemory();
const take = settings.includes("compare") ? comparePayloads(failDamaged) : undefined;
let mark = process.resourceUsage();

function failDamaged(): never {
  throw new Error("a payload of the hand-written loop arrived damaged");
}

process.on("message", async (request: ReceiverCall) => {
  if (request.call === "receive") {
    const port =
      pair.direction === "upload" ? await pair.receive(take) : await pair.receive(request.port ?? 0, take);
    sendToParent(port ?? null);
  } else if (request.call === "mark") {
    mark = process.resourceUsage();
    sendToParent(null);
  } else {
    sendToParent(usedSince(mark));
  }
});
