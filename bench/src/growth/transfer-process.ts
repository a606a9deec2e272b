// One closed loop with core: `transfer-process.js ORDER`. It sends what it measured.
import { grpc } from "@wireduel/adapter-grpc";
import { tcp } from "@wireduel/adapter-tcp";
import { ws } from "@wireduel/adapter-ws";
import type { BenchmarkOptions } from "@wireduel/core";
import { memory } from "@wireduel/core/testing";
import { runOne } from "../cells/run-cell.js";
import { endWithParent, sendToParent } from "../processes/end-with-parent.js";
import { callsSince, ioCalls } from "./io-calls.js";
import { type GrowthProtocol, shapeOf, type TransferNumbers, type TransferOrder } from "./plan.js";

type Transport = Pick<BenchmarkOptions, "adapters" | "receiver">;

const TRANSPORTS: Readonly<Record<Exclude<GrowthProtocol, "node:net">, () => Transport>> = {
  ws: () => ({ adapters: [ws({ profile: "tuned" })] }),
  gRPC: () => ({ adapters: [grpc({ profile: "tuned" })] }),
  tcp: () => ({ adapters: [tcp({ profile: "tuned" })] }),
  "core, in memory": () => ({ adapters: [memory()], receiver: "inline" }),
};

endWithParent();
const order = JSON.parse(process.argv[2] ?? "") as TransferOrder;
const { bytes, inFlight, connections, warmupCount, load } = shapeOf(order);
const transport = TRANSPORTS[order.protocol as keyof typeof TRANSPORTS]();
let callsBefore: number | null = null;
let calls: number | null = null;
const events = {
  phase({ phase }: { readonly phase: string }) {
    // The phase after that of the measurement ends it.
    if (phase === "measure") callsBefore = ioCalls();
    else calls ??= callsSince(callsBefore);
  },
};
const { round } = await runOne({
  ...transport,
  payload: { sizeBytes: bytes, distinct: 1 },
  load: { kind: "closed-loop", concurrency: inFlight, ...load },
  connections,
  warmupCount,
  maxTransmissions: 0,
  events,
});
const { senders, receivers } = round.ends;
// In memory, both ends are this process, and the report of the sender has all of it.
const ends = transport.receiver === "inline" ? senders : [...senders, ...receivers];
const sumOf = (values: readonly (number | null)[]) =>
  values.includes(null) ? null : values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
const cpuMs = sumOf(ends.map(({ resources }) => resources?.cpuMsPerPayload ?? null));
sendToParent({
  perSecond: round.totals.acknowledgedPerSecond ?? Number.NaN,
  cpuUs: 1_000 * (cpuMs ?? Number.NaN),
  faults: sumOf(ends.map(({ resources }) => resources?.minorFaultsPerPayload ?? null)),
  ioCalls: calls === null ? null : calls / round.counts.acknowledged,
} satisfies TransferNumbers);
