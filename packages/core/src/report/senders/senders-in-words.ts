// What several senders of a timing did together, and which of them stand out, in words.
import type { SenderPart, Timing } from "../../result/result.js";
import { countOf, formatMs } from "../format-number.js";
import { joinLabels } from "../in-words.js";

/** More names make a line that nobody reads. */
const MOST_NAMED = 5;

/** How many senders a timing had. */
export function sendersOf({ rounds }: Timing): number {
  return Math.max(1, ...rounds.map(({ senders }) => senders?.each.length ?? 1));
}

/**
 * `4 senders shared the load. They began up to 35 ms apart. Saturated: sender 2. Lost: sender 3.` Of all rounds. Undefined if there
 * was one sender.
 */
export function sendersInWords(timing: Timing): string | undefined {
  const parts = timing.rounds.flatMap(({ senders }) => senders?.each ?? []);
  if (parts.length === 0) return undefined;
  const receivers = new Set(parts.map(({ receiver }) => receiver)).size;
  const shared = receivers > 1 ? `the load and ${countOf(receivers, "receiver")}` : "the load";
  return [
    `${countOf(sendersOf(timing), "sender")} shared ${shared}.`,
    ...apartInWords(timing),
    ...namedIf("Saturated", parts, isSaturated),
    ...namedIf("Lost", parts, isLost),
    ...namedIf("Failed", parts, (part) => part.status === "failed" && !isLost(part)),
  ].join(" ");
}

/** Whether the sender itself was the limit. */
export function isSaturated({ warnings }: SenderPart): boolean {
  return warnings.some(({ code }) => code === "SENDER_SATURATED");
}

/** Whether the process of the sender was lost. */
export function isLost({ error }: SenderPart): boolean {
  return error?.code === "SENDER_LOST";
}

/** How far apart the senders began, if a round warns of that. */
function apartInWords({ rounds }: Timing): string[] {
  const apart = rounds.flatMap(({ senders, warnings }) => {
    return senders && warnings.some(({ code }) => code === "SENDERS_APART") ? senders : [];
  });
  const [worst] = [...apart].sort((a, b) => (b.startSkewMs ?? 0) - (a.startSkewMs ?? 0));
  if (worst === undefined) return [];
  const { startSkewMs, skewErrorMs } = worst;
  const error = skewErrorMs > 0 ? ` ± ${formatMs(skewErrorMs)}` : "";
  return [`They began ${rounds.length > 1 ? "up to " : ""}${formatMs(startSkewMs ?? 0)}${error} ms apart.`];
}

/** `Lost: sender 3.` Each sender once. Nothing if there are none. */
function namedIf(what: string, parts: readonly SenderPart[], is: (part: SenderPart) => boolean): string[] {
  const labels = [...new Set(parts.filter(is).map(({ label }) => label))];
  if (labels.length === 0) return [];
  const more = labels.length > MOST_NAMED ? ` and ${labels.length - MOST_NAMED} more` : "";
  return [`${what}: ${joinLabels(labels.slice(0, MOST_NAMED))}${more}.`];
}
