// A process of simulated senders: each joins the run over its own connection, and reports what a real one would.
import { SimulatedSender } from "../internals.js";
import { endWithParent, sendToParent } from "../processes/end-with-parent.js";
import type { SimulationOrder, SimulationReport } from "./plan.js";
import { buildOutcomes, type Outcome } from "./simulated-outcomes.js";

/** So many different reports. Senders share them in turns. */
const DIFFERENT = 10;

endWithParent();
const { url, senders, reported } = JSON.parse(process.argv[2] ?? "") as SimulationOrder;
const outcomes = await buildOutcomes(DIFFERENT, reported);
const outcomeOf = (index: number) => outcomes[index % outcomes.length] as Outcome;
const joined = await Promise.all(
  Array.from({ length: senders }, (_, index) =>
    SimulatedSender.join(
      { url, label: `sender-${index}`, timeoutMs: 300_000 },
      { outcome: outcomeOf(index) },
    ),
  ),
);
for (const { error } of await Promise.all(joined.map(({ ended }) => ended))) {
  if (error !== null) throw new Error(`the run failed: ${error.message}`);
}
sendToParent({
  beganAt: Math.max(...joined.flatMap((sender) => sender.beganAt)),
  heardBefore: Math.min(...joined.flatMap((sender) => sender.heardBefore)),
} satisfies SimulationReport);
