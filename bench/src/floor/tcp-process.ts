// The floor of the documents, with core: `tcp` tuned. It sends what it measured.
import { tcp } from "@wireduel/adapter-tcp";
import { runOne } from "../cells/run-cell.js";
import { endWithParent, sendToParent } from "../processes/end-with-parent.js";
import { BULK_IN_FLIGHT, type FloorNumbers, type FloorTask, MEASURE_MS, warmupOf } from "./plan.js";

endWithParent();
const { kind, bytes } = JSON.parse(process.argv[2] ?? "") as FloorTask;
const { round } = await runOne({
  adapters: [tcp({ profile: "tuned" })],
  payload: { sizeBytes: bytes, distinct: 1 },
  // The C program answers with as many bytes as it got.
  replyBytes: kind === "ping" ? bytes : 0,
  load: {
    kind: "closed-loop",
    concurrency: kind === "ping" ? 1 : BULK_IN_FLIGHT,
    durationMs: MEASURE_MS,
  },
  warmupCount: warmupOf(bytes),
});
const { serviceMs } = round.times;
const of = (ms: number | null | undefined) => (kind === "ping" ? (ms ?? Number.NaN) * 1_000 : null);
const cpuMs = [...round.ends.senders, ...round.ends.receivers].map(
  ({ resources }) => resources?.cpuMsPerPayload ?? Number.NaN,
);
sendToParent({
  perSecond: round.totals.acknowledgedPerSecond ?? Number.NaN,
  p50Us: of(serviceMs?.p50),
  p99Us: of(serviceMs?.p99),
  cpuUs: cpuMs.reduce((sum, ms) => sum + ms, 0) * 1_000,
} satisfies FloorNumbers);
