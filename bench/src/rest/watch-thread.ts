// Looks every other millisecond on which core processes run, until it is told to stop. The main thread is busy meanwhile.
import { parentPort, workerData } from "node:worker_threads";
import { type ProcessState, processState } from "./cores.js";

export interface WatchOrder {
  readonly pids: readonly number[];
  /** 1: stop. */
  readonly stop: Int32Array<SharedArrayBuffer>;
}

/** The states of the processes at one time, in the order of the pids. */
export interface Look {
  /** A `performance.timeOrigin + performance.now()` time. */
  readonly atMs: number;
  readonly states: readonly (ProcessState | undefined)[];
}

const EVERY_MS = 2;

const { pids, stop } = workerData as WatchOrder;
const looks: Look[] = [];
while (Atomics.wait(stop, 0, 0, EVERY_MS) === "timed-out") {
  looks.push({ atMs: performance.timeOrigin + performance.now(), states: pids.map(processState) });
}
parentPort?.postMessage(looks);
