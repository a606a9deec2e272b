import { randomBytes } from "node:crypto";
import { keepMemory } from "@wireduel/core/adapter";
import type { Measured, TransferCell } from "../cells/cell.js";
import { withChild } from "../processes/fork-and-wait.js";
import { median } from "../results/numbers.js";
import { Journal } from "./journal.js";
import { loadPair } from "./load-pair.js";
import type { HandWrittenLibrary, SendPayload } from "./pair.js";
import type { ReceiverAnswers, ReceiverCall } from "./receiver-process.js";
import { usedSince } from "./used-since.js";

const NS_PER_MS = 1e6;
const RECEIVER = new URL("./receiver-process.js", import.meta.url);

type Ask = <Call extends ReceiverCall>(call: Call) => Promise<ReceiverAnswers[Call["call"]]>;

/** One round of a hand-written loop. This process sends, and a forked process receives. */
export function runHandWritten(library: HandWrittenLibrary, cell: TransferCell): Promise<Measured> {
  const options = { name: `the hand-written receiver of ${library}`, args: [library] };
  return withChild(RECEIVER, options, async (child) => {
    const ask: Ask = async <Call extends ReceiverCall>(call: Call) => {
      child.send(call);
      return (await child.next()) as ReceiverAnswers[Call["call"]];
    };
    // The adapters that it is compared with do this, too.
    keepMemory();
    const journal = new Journal();
    const send = await open(library, journal, ask);
    return measure(cell, journal, send, ask);
  });
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
  send: SendPayload,
  ask: Ask,
): Promise<Measured> {
  const payload = randomBytes(payloadBytes);
  const sendNext = (sequence: number) => send(sequence, payload);
  await journal.run(warmupCount, inFlight, sendNext);
  await ask({ call: "mark" });
  const mark = process.resourceUsage();
  await journal.run(count, inFlight, sendNext);
  const sender = usedSince(mark);
  const receiver = await ask({ call: "used" });
  return {
    transmissionMs: median(journal.transmissionsNs()) / NS_PER_MS,
    serviceMs: median(journal.servicesNs()) / NS_PER_MS,
    cpuUsPerMessage: (sender.cpuUs + receiver.cpuUs) / count,
    senderFaults: sender.faults / count,
    receiverFaults: receiver.faults / count,
    messagesPerSecond: journal.acknowledgedPerSecond(),
  };
}
