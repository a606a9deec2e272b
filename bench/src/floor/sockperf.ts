import { processorTimeUs } from "../processes/linux-processes.js";
import { type FloorNumbers, MEASURE_MS } from "./plan.js";
import { startTool, untilPrinted } from "./tools.js";

const LOOK_MS = 10;

/**
 * Ping-pong over TCP between two processes of sockperf.
 * @throws Error if one fails
 */
export async function pingWithSockperf(
  bytes: number,
  port: number,
  signal: AbortSignal,
): Promise<FloorNumbers> {
  const place = ["--tcp", "-i", "127.0.0.1", "-p", String(port)];
  const server = startTool("sockperf", ["server", ...place], signal);
  try {
    // Its last line before it accepts connections.
    await untilPrinted(server, "to block on socket");
    const seconds = String(MEASURE_MS / 1_000);
    const args = ["ping-pong", ...place, "-m", String(bytes), "-t", seconds, "--full-rtt"];
    const client = startTool("sockperf", args, signal);
    let clientUs = 0;
    const timer = setInterval(() => {
      clientUs = processorTimeUs(client.processId) ?? clientUs;
    }, LOOK_MS);
    const output = await client.ended.finally(() => clearInterval(timer));
    return readSockperf(output, clientUs + (processorTimeUs(server.processId) ?? Number.NaN));
  } finally {
    server.stop();
  }
}

/**
 * Reads what the client of sockperf prints with `--full-rtt`.
 * @param cpuUs CPU time of both processes
 * @throws Error if a number is missing
 */
export function readSockperf(output: string, cpuUs: number): FloorNumbers {
  const number = (pattern: RegExp) => {
    const value = Number(output.match(pattern)?.[1] ?? Number.NaN);
    if (Number.isNaN(value)) throw new Error(`sockperf printed no ${pattern.source}: ${output.slice(-500)}`);
    return value;
  };
  const seconds = number(/\[Valid Duration\] RunTime=([\d.]+) sec/);
  return {
    perSecond: number(/\[Valid Duration\].*ReceivedMessages=(\d+)/) / seconds,
    p50Us: number(/percentile 50\.000 =\s*([\d.]+)/),
    p99Us: number(/percentile 99\.000 =\s*([\d.]+)/),
    // The CPU time has the warm-up in it, so the messages have it, too.
    cpuUs: cpuUs / number(/\[Total Run\].*ReceivedMessages=(\d+)/),
  };
}
