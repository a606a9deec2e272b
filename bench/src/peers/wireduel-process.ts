// Wireduel as the generator: `wireduel-process.js PROTOCOL TRIAL`. Its receiver is its own, and answers with as many bytes.
import { grpc } from "@wireduel/adapter-grpc";
import { http } from "@wireduel/adapter-http";
import { ws } from "@wireduel/adapter-ws";
import type { Adapter } from "@wireduel/core/adapter";
import { runOne } from "../cells/run-cell.js";
import { endWithParent, sendToParent } from "../processes/end-with-parent.js";
import {
  BYTES,
  CONNECTIONS,
  MEASURE_MS,
  type PeerNumbers,
  type PeerProtocol,
  type Trial,
  WARMUP_MESSAGES,
} from "./plan.js";

const ADAPTERS: Readonly<Record<PeerProtocol, () => Adapter>> = {
  ws,
  "gRPC unary": () => grpc({ call: "unary" }),
  "HTTP/1.1": http,
};

endWithParent();
const [protocol, trial] = process.argv.slice(2) as [PeerProtocol, Trial];
const connections = CONNECTIONS[trial];
const { round } = await runOne({
  adapters: [ADAPTERS[protocol]()],
  payload: { sizeBytes: BYTES, distinct: 1 },
  replyBytes: BYTES,
  connections,
  load: { kind: "closed-loop", concurrency: connections, durationMs: MEASURE_MS },
  warmupCount: WARMUP_MESSAGES / connections,
});
const { serviceMs } = round.times;
sendToParent({
  perSecond: round.totals.acknowledgedPerSecond ?? Number.NaN,
  generatorCpuUs: 1_000 * (round.ends.senders[0]?.resources?.cpuMsPerPayload ?? Number.NaN),
  p50Us: 1_000 * (serviceMs?.p50 ?? Number.NaN),
  p99Us: 1_000 * (serviceMs?.p99 ?? Number.NaN),
} satisfies PeerNumbers);
