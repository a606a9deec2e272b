// A thread that drives the processes of a hand-written loop, while the main thread waits in a handler.
import { type MessagePort, workerData } from "node:worker_threads";
import { messageOf } from "../processes/end-with-parent.js";
import { type Child, withChild } from "../processes/fork-and-wait.js";
import type { LoopOrder, LoopReply, LoopRequest } from "./loop-process.js";

/** What the main thread gives to the thread. */
export interface LoopThreadData {
  readonly port: MessagePort;
  /** Becomes 1 when an answer is in the port. */
  readonly answered: Int32Array;
}

/** To start the processes, to send one slice, or to end the processes. */
export type ThreadRequest = { readonly open: LoopOrder } | "slice" | "close";

const PROGRAM = new URL("./loop-process.js", import.meta.url);
const TIMEOUT_MS = 60_000;

const { port, answered } = workerData as LoopThreadData;
let child: Child | undefined;
let close: () => Promise<void> = async () => {};

async function answer(request: ThreadRequest): Promise<LoopReply> {
  if (request === "close") {
    await close();
    return "ready";
  }
  if (request !== "slice") child = await start();
  if (child === undefined) throw new Error("the loop is not open");
  child.send((request === "slice" ? { slice: true } : request) satisfies LoopRequest);
  return (await child.next()) as LoopReply;
}

/** Starts a new process, and keeps it until `close`. */
async function start(): Promise<Child> {
  await close();
  return new Promise((resolve, reject) => {
    const options = { name: "the hand-written loop", timeoutMs: TIMEOUT_MS };
    const running = withChild(PROGRAM, options, async (started) => {
      const closed = new Promise<void>((end) => {
        close = async () => {
          end();
          await running.catch(() => {});
          child = undefined;
        };
      });
      resolve(started);
      await closed;
    });
    running.catch(reject);
  });
}

port.on("message", async (request: ThreadRequest) => {
  const reply = await answer(request).catch((error: unknown): LoopReply => ({ error: messageOf(error) }));
  port.postMessage(reply);
  Atomics.store(answered, 0, 1);
  Atomics.notify(answered, 0);
});
