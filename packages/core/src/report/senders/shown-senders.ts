import type { SenderPart, Timing } from "../../result/result.js";
import { typicalRound } from "../../result/typical-round.js";
import { isLost, isSaturated } from "./senders-in-words.js";

/** More of one adapter are a table that nobody reads. */
const MOST_SHOWN = 20;

/** The senders of a timing's typical round that a report shows. */
export interface ShownSenders {
  /** In their order. Empty if there was one sender. */
  readonly shown: readonly SenderPart[];
  /** How many more there are. They stand out less. */
  readonly others: number;
}

/** All senders, or those that stand out: the ones that failed or were saturated, then those with the lowest rate. */
export function shownSenders(timing: Timing): ShownSenders {
  const each = typicalRound(timing).senders?.each ?? [];
  if (each.length <= MOST_SHOWN) return { shown: each, others: 0 };
  const weight = (part: SenderPart) => 2 * Number(part.status !== "completed") + Number(isSaturated(part));
  const rate = ({ acknowledgedPerSecond }: SenderPart) => acknowledgedPerSecond ?? 0;
  const first = [...each].sort((a, b) => weight(b) - weight(a) || rate(a) - rate(b)).slice(0, MOST_SHOWN);
  return { shown: each.filter((part) => first.includes(part)), others: each.length - MOST_SHOWN };
}

/** How a sender ended, and whether it was the limit: `lost`, `failed, saturated`. "" if there is nothing to say. */
export function standingOfSender(part: SenderPart): string {
  const ended = isLost(part) ? "lost" : part.status === "completed" ? "" : part.status;
  return [ended, isSaturated(part) ? "saturated" : ""].filter((word) => word !== "").join(", ");
}
