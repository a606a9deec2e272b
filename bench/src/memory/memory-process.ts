// Sends large payloads while its parent samples the memory of both ends: `memory-process.js PLAN`, with PLAN as JSON.
import { makeAdapter, runOne } from "../cells/run-cell.js";
import { type VariantName, wireduelVariant } from "../cells/variants.js";
import { endWithParent, messageOf, sendToParent } from "../processes/end-with-parent.js";

/** The transfer to run. */
export interface MemoryPlan {
  readonly variant: VariantName;
  readonly payloadBytes: number;
  readonly warmupCount: number;
  readonly count: number;
  readonly inFlight: number;
}

/** The messages to the parent: the warm-up has ended, the run has ended, or an error. */
export type MemoryMessage = "measure" | "done" | { readonly error: string };

const send = (message: MemoryMessage) => sendToParent(message);
endWithParent();

const plan = JSON.parse(process.argv[2] ?? "") as MemoryPlan;
const { variant, payloadBytes, warmupCount, count, inFlight } = plan;
try {
  await runOne({
    adapters: [await makeAdapter(wireduelVariant(variant))],
    payload: { sizeBytes: payloadBytes, distinct: 1 },
    load: { kind: "closed-loop", concurrency: inFlight, count },
    warmupCount,
    events: {
      phase: ({ phase }) => {
        if (phase === "measure") send("measure");
        if (phase === "drain") send("done");
      },
    },
  });
} catch (error) {
  send({ error: messageOf(error) });
}
