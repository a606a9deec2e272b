import { randomBytes } from "node:crypto";
import { keepMemory } from "@wireduel/core/adapter";
import type { Measured, TransferCell } from "../cells/cell.js";
import { withChild } from "../processes/fork-and-wait.js";
import { median } from "../results/numbers.js";
import { COMPARING } from "./compare-payloads.js";
import { Journal } from "./journal.js";
import { loadPair } from "./load-pair.js";
import type { HandWrittenLibrary, SendPayload } from "./pair.js";
import type { ReceiverAnswers, ReceiverCall } from "./receiver-process.js";
import { type Used, usedSince } from "./used-since.js";

const NS_PER_MS = 1e6;
const RECEIVER = new URL("./receiver-process.js", import.meta.url);

type Ask = <Call extends ReceiverCall>(call: Call) => Promise<ReceiverAnswers[Call["call"]]>;

/** Which hand-written loop to run. */
export interface HandWrittenOrder {
  readonly library: HandWrittenLibrary;
  /** Whether both ends keep memory, as a tuned adapter does. */
  readonly keepsMemory: boolean;
  /** Whether the receiver compares payloads, as core does. Only loops of `COMPARING` can. Default: false. */
  readonly compares?: boolean;
}

/** A loop whose connection is open. This process sends. */
export interface OpenHandWritten {
  readonly send: SendPayload;
  readonly receiver: {
    /** What the receiver uses from now on counts. */
    mark(): Promise<null>;
    /** What it has used since the mark. */
    used(): Promise<Used>;
  };
}

/**
 * Opens a loop while `use` runs. A forked process receives.
 * @throws TypeError if the loop cannot compare payloads, but should
 */
export async function withHandWritten<Result>(
  { library, keepsMemory, compares = false }: HandWrittenOrder,
  journal: Journal,
  use: (loop: OpenHandWritten) => Promise<Result>,
): Promise<Result> {
  if (compares && !COMPARING.includes(library)) {
    throw new TypeError(
      `expected a loop that can compare payloads (${COMPARING.join(", ")}), got ${library}`,
    );
  }
  const args = [library, ...(keepsMemory ? ["keep-memory"] : []), ...(compares ? ["compare"] : [])];
  return withChild(RECEIVER, { name: `the hand-written receiver of ${library}`, args }, async (child) => {
    const ask: Ask = async <Call extends ReceiverCall>(call: Call) => {
      child.send(call);
      return (await child.next()) as ReceiverAnswers[Call["call"]];
    };
    if (keepsMemory) keepMemory();
    const send = await open(library, journal, ask);
    return use({
      send,
      receiver: { mark: () => ask({ call: "mark" }), used: () => ask({ call: "used" }) },
    });
  });
}

/** One round of a hand-written loop, beside an adapter that keeps memory. */
export function runHandWritten(library: HandWrittenLibrary, cell: TransferCell): Promise<Measured> {
  const journal = new Journal();
  return withHandWritten({ library, keepsMemory: true }, journal, (loop) => measure(cell, journal, loop));
}

async function open(library: HandWrittenLibrary, journal: Journal, ask: Ask): Promise<SendPayload> {
  const pair = await loadPair(library);
  if (pair.direction === "upload") return pair.dial((await ask({ call: "receive" })) as number, journal);
  const { port, opened } = await pair.listen(journal);
  await ask({ call: "receive", port });
  return opened;
}

async function measure(
  { payloadBytes, inFlight, warmupCount, count }: TransferCell,
  journal: Journal,
  { send, receiver: other }: OpenHandWritten,
): Promise<Measured> {
  const payload = randomBytes(payloadBytes);
  const sendNext = (sequence: number) => send(sequence, payload);
  await journal.run(warmupCount, inFlight, sendNext);
  await other.mark();
  const mark = process.resourceUsage();
  await journal.run(count, inFlight, sendNext);
  const sender = usedSince(mark);
  const receiver = await other.used();
  return {
    transmissionMs: median(journal.transmissionsNs()) / NS_PER_MS,
    serviceMs: median(journal.servicesNs()) / NS_PER_MS,
    cpuUsPerMessage: (sender.cpuUs + receiver.cpuUs) / count,
    senderFaults: sender.faults / count,
    receiverFaults: receiver.faults / count,
    messagesPerSecond: journal.acknowledgedPerSecond(),
  };
}
