import { type FloorNumbers, MEASURE_MS } from "./plan.js";
import { startTool, untilPrinted } from "./tools.js";

/**
 * A stream of writes of `bytes` over TCP between two processes of iperf3.
 * @throws Error if one fails
 */
export async function bulkWithIperf3(
  bytes: number,
  port: number,
  signal: AbortSignal,
): Promise<FloorNumbers> {
  const server = startTool(
    "iperf3",
    ["-s", "-1", "-B", "127.0.0.1", "-p", String(port), "--forceflush"],
    signal,
  );
  try {
    await untilPrinted(server, "Server listening");
    const args = [
      "-c",
      "127.0.0.1",
      "-p",
      String(port),
      "-t",
      String(MEASURE_MS / 1_000),
      "-l",
      String(bytes),
      "-J",
    ];
    return readIperf3(await startTool("iperf3", args, signal).ended, bytes);
  } finally {
    server.stop();
  }
}

interface Iperf3Report {
  readonly end: {
    readonly sum_received: { readonly seconds: number; readonly bytes: number };
    readonly cpu_utilization_percent: { readonly host_total: number; readonly remote_total: number };
  };
}

/** Reads the JSON of the client of iperf3. */
export function readIperf3(output: string, bytes: number): FloorNumbers {
  const { sum_received: received, cpu_utilization_percent: cpu } = (JSON.parse(output) as Iperf3Report).end;
  const messages = received.bytes / bytes;
  return {
    perSecond: messages / received.seconds,
    p50Us: null,
    p99Us: null,
    cpuUs: ((cpu.host_total + cpu.remote_total) / 100) * ((received.seconds * 1e6) / messages),
  };
}
