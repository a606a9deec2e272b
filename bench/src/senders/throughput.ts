import { grpc } from "@wireduel/adapter-grpc";
import { tcp } from "@wireduel/adapter-tcp";
import { ws } from "@wireduel/adapter-ws";
import { runBenchmark } from "@wireduel/core";
import type { Adapter } from "@wireduel/core/adapter";
import type { SendersSettings, ThroughputMeasured } from "./plan.js";

/** The total, which the connections share. */
const WARMUP = 40_000;

export const PROTOCOLS: Readonly<Record<string, () => Adapter>> = { ws, gRPC: grpc, tcp };

/** What is measured: a protocol, and how many processes send. */
export type ThroughputPlace = Pick<ThroughputMeasured, "protocol" | "senders" | "round">;

/** @throws Error if payloads are lost, or if what the senders report is not what the receiver counted */
export async function measureThroughput(
  { protocol, senders, round }: ThroughputPlace,
  { payloadBytes, concurrency, durationMs }: SendersSettings,
): Promise<ThroughputMeasured> {
  const adapter = (PROTOCOLS[protocol] as () => Adapter)();
  const { status, timings } = await runBenchmark({
    adapters: [adapter],
    payload: { sizeBytes: payloadBytes },
    load: { kind: "closed-loop", concurrency, durationMs },
    connections: senders,
    warmupCount: WARMUP / senders,
    maxTransmissions: 0,
    senders,
  });
  const measured = timings[0]?.rounds[0];
  const { transmissionMs } = measured?.times ?? {};
  if (status !== "completed" || !measured || !transmissionMs) throw new Error(`the run ${status}`);
  const { counts, totals, ends, senders: report } = measured;
  if (counts.acknowledged !== counts.delivered) {
    throw new Error(`${counts.acknowledged} acknowledged, and ${counts.delivered} delivered`);
  }
  const [receiver] = ends.receivers;
  return {
    kind: "throughput",
    protocol,
    senders,
    round,
    acknowledgedPerSecond: totals.acknowledgedPerSecond ?? Number.NaN,
    senderCpuUs: 1_000 * sum(ends.senders.map(({ resources }) => resources?.cpuMsPerPayload ?? Number.NaN)),
    receiverCpuUs: 1_000 * (receiver?.resources?.cpuMsPerPayload ?? Number.NaN),
    receiverBusy: receiver?.resources?.loopBusyShare ?? Number.NaN,
    p50Ms: transmissionMs.p50 ?? Number.NaN,
    p99Ms: transmissionMs.p99 ?? Number.NaN,
    startSkewMs: report?.startSkewMs ?? 0,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
