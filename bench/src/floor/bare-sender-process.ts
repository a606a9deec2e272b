// The sender of the bare loop on `node:net`: no numbers, no codec, no check. It sends what it measured.
import { once } from "node:events";
import { connect } from "node:net";
import { usedSince } from "../hand-written/used-since.js";
import { endWithParent, sendToParent } from "../processes/end-with-parent.js";
import { withChild } from "../processes/fork-and-wait.js";
import { BULK_IN_FLIGHT, type FloorNumbers, type FloorTask, MEASURE_MS, warmupOf } from "./plan.js";

const RECEIVER = new URL("bare-receiver-process.js", import.meta.url);

endWithParent();
const task = JSON.parse(process.argv[2] ?? "") as FloorTask;
const { kind, bytes } = task;
const options = { name: "the receiver of the bare loop", args: [JSON.stringify(task)] };
const numbers = await withChild(RECEIVER, options, async (receiver): Promise<FloorNumbers> => {
  const socket = connect((await receiver.next()) as number, "127.0.0.1").setNoDelay();
  await once(socket, "connect");
  const payload = Buffer.alloc(bytes, 1);
  const answerBytes = kind === "ping" ? bytes : 1;
  const inFlight = kind === "ping" ? 1 : BULK_IN_FLIGHT;

  /** Sends until `isEnough`, and waits for the last answer. Resolves with the number of answers. */
  const loop = (isEnough: (answered: number) => boolean, onAnswer: () => void) =>
    new Promise<number>((resolve) => {
      let [answered, waiting, missing] = [0, 0, answerBytes];
      const send = () => {
        waiting++;
        socket.write(payload);
      };
      const read = (chunk: Buffer) => {
        missing -= chunk.length;
        while (missing <= 0) {
          missing += answerBytes;
          answered++;
          waiting--;
          onAnswer();
          if (!isEnough(answered)) send();
        }
        if (waiting > 0) return;
        socket.off("data", read);
        resolve(answered);
      };
      socket.on("data", read);
      for (let sent = 0; sent < inFlight; sent++) send();
    });

  await loop(
    (answered) => answered >= warmupOf(bytes),
    () => {},
  );
  receiver.send({});
  await receiver.next();
  const times: number[] = [];
  const mark = process.resourceUsage();
  const began = process.hrtime.bigint();
  const end = began + BigInt(MEASURE_MS * 1e6);
  let [before, now] = [began, began];
  const answered = await loop(
    () => now >= end,
    () => {
      now = process.hrtime.bigint();
      times.push(Number(now - before));
      before = now;
    },
  );
  const cpuUs = usedSince(mark).cpuUs;
  receiver.send({});
  const receiverUs = (await receiver.next()) as number;
  const sorted = Float64Array.from(times).sort();
  const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN) / 1_000;
  return {
    perSecond: (answered * 1e9) / Number(now - began),
    p50Us: kind === "ping" ? at(0.5) : null,
    p99Us: kind === "ping" ? at(0.99) : null,
    cpuUs: (cpuUs + receiverUs) / answered,
  };
});
sendToParent(numbers);
