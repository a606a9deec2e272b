import { fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Measured, TransferCell } from "../cell.js";
import { median } from "../table.js";
import { Journal } from "./journal.js";
import { type HandWrittenLibrary, loadPair } from "./pair.js";
import type { ReceiverAnswers, ReceiverCall } from "./receiver-process.js";

const NS_PER_MS = 1e6;

/** One round of a hand-written loop: this process sends, and one of its own receives. */
export async function runHandWritten(
  library: HandWrittenLibrary,
  { payloadBytes, inFlight, warmupCount, count }: TransferCell,
): Promise<Measured> {
  const child = fork(fileURLToPath(new URL("./receiver-process.js", import.meta.url)), [library]);
  const ask = async <Call extends ReceiverCall>(call: Call): Promise<ReceiverAnswers[Call["call"]]> => {
    child.send(call);
    const [answer] = await Promise.race([
      once(child, "message"),
      once(child, "exit").then(() => {
        throw new Error(`the hand-written receiver of ${library} ended`);
      }),
    ]);
    return answer;
  };
  try {
    const journal = new Journal();
    const pair = await loadPair(library);
    let send: (sequence: number, payload: Uint8Array) => void;
    if (pair.direction === "upload") {
      send = await pair.dial((await ask({ call: "receive" })) as number, journal);
    } else {
      const { port, opened } = await pair.listen(journal);
      await ask({ call: "receive", port });
      send = await opened;
    }
    const payload = randomBytes(payloadBytes);
    const sendNext = (sequence: number) => send(sequence, payload);
    await journal.run(warmupCount, inFlight, sendNext);
    await ask({ call: "mark" });
    const mark = process.cpuUsage();
    await journal.run(count, inFlight, sendNext);
    const { user, system } = process.cpuUsage(mark);
    const receiverCpuUs = await ask({ call: "cpu" });
    return {
      transmissionMs: median(journal.transmissionsNs()) / NS_PER_MS,
      serviceMs: median(journal.servicesNs()) / NS_PER_MS,
      cpuUsPerMessage: (user + system + receiverCpuUs) / count,
      messagesPerSecond: journal.acknowledgedPerSecond(),
    };
  } finally {
    child.removeAllListeners("exit");
    if (child.connected) child.disconnect();
    if (child.exitCode === null) await once(child, "exit");
  }
}
