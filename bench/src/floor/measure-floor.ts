import { type AddressInfo, createServer } from "node:net";
import { forkAndWait } from "../processes/fork-and-wait.js";
import { bulkWithIperf3 } from "./iperf3.js";
import type { FloorNumbers, FloorTask, Subject } from "./plan.js";
import { pingWithSockperf } from "./sockperf.js";

const PROGRAMS = {
  "node:net": new URL("bare-sender-process.js", import.meta.url),
  tcp: new URL("tcp-process.js", import.meta.url),
};
const TIMEOUT_MS = 60_000;

/** One measurement in fresh processes, over loopback. */
export async function measureFloor(
  subject: Subject,
  task: FloorTask,
  signal: AbortSignal,
): Promise<FloorNumbers> {
  if (subject === "C") {
    const port = await freePort();
    return task.kind === "ping"
      ? pingWithSockperf(task.bytes, port, signal)
      : bulkWithIperf3(task.bytes, port, signal);
  }
  const args = [JSON.stringify(task)];
  return forkAndWait(PROGRAMS[subject], { name: subject, args, timeoutMs: TIMEOUT_MS, signal });
}

/** A port that is free now. The C programs cannot choose one, and say which. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
