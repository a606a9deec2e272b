import { isScheduled } from "../load/load.js";
import type { RoundResult, Timing } from "../result/result.js";
import type { InvalidCode, Measure } from "./comparison.js";
import { isOneWay } from "./measures.js";
import { faultsOf } from "./whole.js";

/** Why a comparison is invalid. */
export interface Reason {
  readonly code: InvalidCode;
  readonly message: string;
}

/** What rounds a timing has that make comparisons with it by this measure invalid. Undefined if there are none. */
export function whyInvalid(timing: Timing, measure: Measure): Reason | undefined {
  return whyUnusable(timing, isOneWay(measure, timing.load));
}

/** What rounds a timing has that make its values useless. Undefined if there are none. */
export function whyUnusable(timing: Timing, oneWay: boolean): Reason | undefined {
  const reasons = found.get(timing) ?? reasonsOf(timing);
  found.set(timing, reasons);
  return oneWay ? reasons.oneWay : reasons.any;
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
    find(timing, "NOT_WHOLE", notWhole) ??
    (isScheduled(timing.load) ? mostlySaturated(timing) : undefined) ??
    find(timing, "DROPPED", dropped);
  return { any, oneWay: any ?? find(timing, "CLOCK", clockUnknown) };
}

/** The first round of which something can be said. */
function find(
  { label, rounds }: Timing,
  code: InvalidCode,
  say: (round: RoundResult, label: string) => string | false,
): Reason | undefined {
  for (const round of rounds) {
    const said = say(round, label);
    if (said !== false) return { code, message: `${said}, in block ${round.block + 1}` };
  }
  return undefined;
}

const FAULTS = [
  ["failed", "failed", "failed"],
  ["lost", "was lost", "were lost"],
  ["undelivered", "was not delivered", "were not delivered"],
  ["duplicated", "was duplicated", "were duplicated"],
  ["damaged", "was damaged", "were damaged"],
] as const;

/** `3 payloads of gRPC were lost, 1 failed`. Dropped payloads have a code of their own. */
function notWhole(round: RoundResult, label: string): string | false {
  const faults = faultsOf(round);
  if (faults.endedEarly) return `the round of ${label} ended early`;
  if (faults.nothingSent) return `no payload of ${label} was sent`;
  const found = FAULTS.filter(([fault]) => faults[fault] > 0).map(([fault, one, several], index) => {
    const count = faults[fault];
    const of = index === 0 ? `payload${count === 1 ? "" : "s"} of ${label} ` : "";
    return `${count} ${of}${count === 1 ? one : several}`;
  });
  if (found.length > 0) return found.join(", ");
  return faults.unchecked && `the receiver of ${label} did not report what arrived`;
}

function dropped({ counts }: RoundResult, label: string): string | false {
  const { dropped: count } = counts;
  return (
    count > 0 &&
    `${count} payload${count === 1 ? "" : "s"} of ${label} ${count === 1 ? "was" : "were"} dropped`
  );
}

/** One round in which something else held the sender up does not change the median of many. */
function mostlySaturated(timing: Timing): Reason | undefined {
  const { rounds } = timing;
  const saturated = rounds.filter(({ warnings }) => warnings.some(({ code }) => code === "SENDER_SATURATED"));
  if (2 * saturated.length <= rounds.length) return undefined;
  const where = `in ${saturated.length} of ${rounds.length} rounds`;
  return { code: "SENDER_SATURATED", message: `the sender of ${timing.label} was the limit ${where}` };
}

function clockUnknown({ clock }: RoundResult, label: string): string | false {
  return clock.kind === "ack-derived" && `the clocks of the two ends of ${label} are not known well enough`;
}
