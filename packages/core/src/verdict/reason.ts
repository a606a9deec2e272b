import { isScheduled } from "../load/load.js";
import type { RoundResult, Timing } from "../result/result.js";
import type { InvalidCode, Measure } from "./comparison.js";
import { isOneWay } from "./measures.js";
import { type Faults, faultsOf } from "./whole.js";

/** Why a comparison is invalid. */
export interface Reason {
  readonly code: InvalidCode;
  readonly message: string;
}

/** What rounds a timing has that make comparisons with it by this measure invalid. Undefined if there are none. */
export function whyInvalid(timing: Timing, measure: Measure): Reason | undefined {
  const reasons = found.get(timing) ?? reasonsOf(timing);
  found.set(timing, reasons);
  return isOneWay(measure, timing.load) ? reasons.oneWay : reasons.any;
}

/** For measures of any kind, and for one-way times. */
interface Reasons {
  readonly any: Reason | undefined;
  readonly oneWay: Reason | undefined;
}

/** Many comparisons ask about the same timing. */
const found = new WeakMap<Timing, Reasons>();

function reasonsOf(timing: Timing): Reasons {
  const any =
    find(timing, "NOT_WHOLE", (round) => notWhole(faultsOf(round))) ??
    (isScheduled(timing.load) ? find(timing, "SENDER_SATURATED", senderSaturated) : undefined) ??
    find(timing, "DROPPED", ({ counts: { dropped } }) => dropped > 0 && `${dropped} payloads were dropped`);
  return { any, oneWay: any ?? find(timing, "CLOCK", clockUnknown) };
}

/** The first round of which something can be said. */
function find(
  { label, rounds }: Timing,
  code: InvalidCode,
  say: (round: RoundResult) => string | false,
): Reason | undefined {
  for (const round of rounds) {
    const said = say(round);
    if (said !== false) return { code, message: `${label}: ${said} (block ${round.block + 1})` };
  }
  return undefined;
}

/** Dropped payloads have a code of their own. */
function notWhole({ dropped: _, endedEarly, nothingSent, unchecked, ...counts }: Faults): string | false {
  if (endedEarly) return "the round ended early";
  if (nothingSent) return "no payload was sent";
  const found = Object.entries(counts).filter(([, count]) => count > 0);
  if (found.length > 0) return found.map(([fault, count]) => `${count} ${fault}`).join(", ");
  return unchecked && "the receiver did not report what arrived";
}

function senderSaturated({ warnings }: RoundResult): string | false {
  return warnings.some(({ code }) => code === "SENDER_SATURATED") && "the sender was the limit";
}

function clockUnknown({ clock }: RoundResult): string | false {
  return clock.kind === "ack-derived" && "the clocks of the two ends are not known well enough";
}
