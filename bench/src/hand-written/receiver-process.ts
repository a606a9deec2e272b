// The program of a hand-written receiver: `receiver-process.js LIBRARY`. It ends with its parent.
import { type HandWrittenLibrary, loadPair } from "./pair.js";

/** What it is asked, and what it answers. */
export type ReceiverCall =
  | { readonly call: "receive"; readonly port?: number }
  | { readonly call: "mark" | "cpu" };
export interface ReceiverAnswers {
  /** The port on which it listens; null if it has dialled. */
  readonly receive: number | null;
  readonly mark: null;
  /** Microseconds of processor time, user and system, since the mark. */
  readonly cpu: number;
}

const pair = await loadPair(process.argv[2] as HandWrittenLibrary);
let mark = process.cpuUsage();
// Nobody may listen any more.
const answer = (value: number | null) => process.send?.(value, () => {});

process.on("message", async (asked: ReceiverCall) => {
  if (asked.call === "receive") {
    const port = pair.direction === "upload" ? await pair.receive() : await pair.receive(asked.port ?? 0);
    answer(port ?? null);
  } else if (asked.call === "mark") {
    mark = process.cpuUsage();
    answer(null);
  } else {
    const { user, system } = process.cpuUsage(mark);
    answer(user + system);
  }
});
process.on("disconnect", () => process.exit());
// Ctrl-C reaches every process of the terminal; the bench decides when this one ends.
process.on("SIGINT", () => {});
