// The sender of a hand-written loop that waits for its turns: `loop-process.js`. It starts its receiver.
import { randomBytes } from "node:crypto";
import { systemClock } from "@wireduel/core/adapter";
import { Journal } from "../hand-written/journal.js";
import { type HandWrittenOrder, withHandWritten } from "../hand-written/run-hand-written.js";
import { usedSince } from "../hand-written/used-since.js";
import { endWithParent, messageOf, sendToParent } from "../processes/end-with-parent.js";
import { median } from "../results/numbers.js";

/** Opens the loop and warms it up. */
export interface LoopOrder extends HandWrittenOrder {
  readonly payloadBytes: number;
  readonly inFlight: number;
  readonly warmupCount: number;
  readonly sliceMs: number;
}

/** What the parent asks for: first to open the loop, then for one slice after the other. */
export type LoopRequest = { readonly open: LoopOrder } | { readonly slice: true };

/** What one slice gave. */
export interface LoopSlice {
  readonly transmissionMs: number;
  readonly serviceMs: number;
  readonly messagesPerSecond: number;
  readonly messages: number;
  /** Of both ends together, for the whole slice. */
  readonly cpuUs: number;
  readonly faults: number;
}

/** The answers: `ready` to the order. */
export type LoopReply = "ready" | LoopSlice | { readonly error: string };

const NS_PER_MS = 1e6;
/** More than Node can send. */
const MOST_PER_MS = 1_000;

/** A warm-up ends with what is measured after it. */
const WARMUP_SLICES = 2;

/** Opens the loop, and answers for one slice after the other. It ends with this process. */
function serve(order: LoopOrder): Promise<never> {
  const { payloadBytes, inFlight, warmupCount, sliceMs } = order;
  const most = Math.ceil(sliceMs * MOST_PER_MS) + inFlight;
  const journal = new Journal(Math.max(most, warmupCount));
  return withHandWritten(order, journal, async ({ send, receiver }) => {
    const payload = randomBytes(payloadBytes);
    const sendNext = (sequence: number) => send(sequence, payload);
    await journal.run(warmupCount, inFlight, sendNext);
    slice = async () => {
      await receiver.mark();
      const mark = process.resourceUsage();
      await journal.run(most, inFlight, sendNext, systemClock.now() + sliceMs * NS_PER_MS);
      const ends = [usedSince(mark), await receiver.used()];
      return {
        transmissionMs: median(journal.transmissionsNs()) / NS_PER_MS,
        serviceMs: median(journal.servicesNs()) / NS_PER_MS,
        messagesPerSecond: journal.acknowledgedPerSecond(),
        messages: journal.count,
        cpuUs: ends.reduce((sum, { cpuUs }) => sum + cpuUs, 0),
        faults: ends.reduce((sum, { faults }) => sum + faults, 0),
      };
    };
    for (let count = 0; count < WARMUP_SLICES; count++) await slice();
    reply("ready");
    return new Promise<never>(() => {});
  });
}

function reply(message: LoopReply): void {
  sendToParent(message);
}

endWithParent();
let slice: () => Promise<LoopSlice> = () => Promise.reject(new Error("not open"));
process.on("message", async (request: LoopRequest) => {
  try {
    if ("slice" in request) reply(await slice());
    else await serve(request.open);
  } catch (error) {
    reply({ error: messageOf(error) });
  }
});
