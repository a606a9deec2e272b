// Looks every other millisecond on which core processes run, until it is told to stop. The main thread is busy meanwhile.
import { parentPort, workerData } from "node:worker_threads";
import { coreOf, processorTimeUs } from "../processes/linux-processes.js";

export interface WatchOrder {
  readonly pids: readonly number[];
  /** 1: stop. */
  readonly stop: Int32Array<SharedArrayBuffer>;
}

/** On which core each process ran last, and its CPU time so far, in the order of the pids. */
export interface Look {
  /** A `performance.timeOrigin + performance.now()` time. */
  readonly atMs: number;
  readonly cores: readonly (number | null)[];
  readonly cpuUs: readonly (number | null)[];
}

const EVERY_MS = 2;

const { pids, stop } = workerData as WatchOrder;
const looks: Look[] = [];
while (Atomics.wait(stop, 0, 0, EVERY_MS) === "timed-out") {
  looks.push({
    atMs: performance.timeOrigin + performance.now(),
    cores: pids.map(coreOf),
    cpuUs: pids.map(processorTimeUs),
  });
}
parentPort?.postMessage(looks);
