// The same closed loop on bare sockets, without core: `bare-process.js ORDER`. It sends what it measured.
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { type Used, usedSince } from "../hand-written/used-since.js";
import { endWithParent, sendToParent } from "../processes/end-with-parent.js";
import { type Child, withChild } from "../processes/fork-and-wait.js";
import { ANSWER_BYTES, HEAD_BYTES } from "./bare-frame.js";
import { callsSince, ioCalls } from "./io-calls.js";
import { shapeOf, type TransferNumbers, type TransferOrder } from "./plan.js";

const RECEIVER = new URL("bare-receiver-process.js", import.meta.url);

endWithParent();
const shape = shapeOf(JSON.parse(process.argv[2] ?? "") as TransferOrder);
const frameBytes = HEAD_BYTES + shape.bytes;
const share = shape.inFlight / shape.connections;
/** So many messages as one connection may have in flight, which are written at once. */
const frames = Buffer.alloc(frameBytes * share, 1);

const options = { name: "the receiver of the bare loop", args: [String(frameBytes)] };
sendToParent(await withChild(RECEIVER, options, measure));

async function measure(receiver: Child): Promise<TransferNumbers> {
  const port = (await receiver.next()) as number;
  const sockets: Socket[] = [];
  for (let opened = 0; opened < shape.connections; opened++) {
    const socket = connect(port, "127.0.0.1").setNoDelay();
    await once(socket, "connect");
    sockets.push(socket);
  }
  await loop(sockets, (answered) => answered >= shape.warmupCount * shape.connections);
  receiver.send({});
  await receiver.next();
  const callsBefore = ioCalls();
  const mark = process.resourceUsage();
  const began = performance.now();
  const { load } = shape;
  const isEnough =
    "count" in load
      ? (answered: number) => answered >= load.count
      : () => performance.now() - began >= load.durationMs;
  const answered = await loop(sockets, isEnough);
  const ms = performance.now() - began;
  const sender = usedSince(mark);
  const calls = callsSince(callsBefore);
  receiver.send({});
  const { cpuUs, faults } = (await receiver.next()) as Used;
  return {
    perSecond: (answered * 1_000) / ms,
    cpuUs: (sender.cpuUs + cpuUs) / answered,
    faults: (sender.faults + faults) / answered,
    ioCalls: calls === null ? null : calls / answered,
  };
}

/** Sends until it is enough, and waits for the answers on the way. Resolves with their number. */
function loop(sockets: readonly Socket[], isEnough: (answered: number) => boolean): Promise<number> {
  return new Promise((resolve) => {
    let [answered, waiting] = [0, 0];
    const send = (socket: Socket, count: number) => {
      waiting += count;
      socket.write(frames.subarray(0, count * frameBytes));
    };
    for (const socket of sockets) {
      let missing = ANSWER_BYTES;
      socket.removeAllListeners("data");
      socket.on("data", (chunk) => {
        missing -= chunk.length;
        let arrived = 0;
        for (; missing <= 0; missing += ANSWER_BYTES) arrived++;
        if (arrived === 0) return;
        answered += arrived;
        waiting -= arrived;
        if (!isEnough(answered)) send(socket, arrived);
        else if (waiting === 0) resolve(answered);
      });
      send(socket, share);
    }
  });
}
