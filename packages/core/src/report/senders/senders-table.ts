import type { BenchmarkResult, SenderPart, Timing } from "../../result/result.js";
import { typicalRound } from "../../result/typical-round.js";
import type { ComparedTime } from "../../verdict/compared-times.js";
import { type Block, heading, lines, table } from "../document/block.js";
import { countOf, formatCount, formatMs, formatPercents, formatPerSecond } from "../format-number.js";
import { decidingTime, TIME_NAMES } from "../timings-in-words.js";
import { isLost, isSaturated } from "./senders-in-words.js";

/** More rows of one adapter make a table that nobody reads. */
const MOST_ROWS = 20;
const UNKNOWN = "-";

/** What each sender of the typical rounds did, with a heading. No block if every adapter had one sender. */
export function sendersTable({ timings }: BenchmarkResult): Block[] {
  const time = decidingTime(timings);
  const rows = timings.flatMap((timing) => rowsOf(timing, time));
  if (rows.length === 0) return [];
  const head = ["", "sender", "began after", "acknowledged", "per s", "p50", "p99", "max", "event loop"];
  return [
    heading(`Senders: their own ${TIME_NAMES[time]}s in ms`),
    table(head, rows, 2),
    lines(
      "began after: ms after the first sender's first payload. event loop: the share of the time in which it worked.",
      ...timings.flatMap(othersInWords),
    ),
  ];
}

function rowsOf(timing: Timing, time: ComparedTime): string[][] {
  const { senders, ends } = typicalRound(timing);
  return shownOf(senders?.each ?? []).map((part) => {
    const { end, counts, times, startedAfterMs, acknowledgedPerSecond } = part;
    const summary = times[time];
    const workShare = end === null ? undefined : ends.senders[end]?.resources?.workShare;
    return [
      timing.label,
      nameOf(part),
      textOf(startedAfterMs, formatMs),
      formatCount(counts.acknowledged),
      textOf(acknowledgedPerSecond, formatPerSecond),
      textOf(summary?.p50, formatMs),
      textOf(summary?.p99, formatMs),
      textOf(summary?.max, formatMs),
      textOf(workShare, (share) => formatPercents(share, share)),
    ];
  });
}

/** `sender 2 (saturated)` */
function nameOf(part: SenderPart): string {
  const standing = isLost(part) ? "lost" : part.status === "completed" ? undefined : part.status;
  const said = [...(standing === undefined ? [] : [standing]), ...(isSaturated(part) ? ["saturated"] : [])];
  return said.length === 0 ? part.label : `${part.label} (${said.join(", ")})`;
}

function textOf(value: number | null | undefined, format: (value: number) => string): string {
  return value == null ? UNKNOWN : format(value);
}

/** The senders that stand out, in their order: those that failed or were saturated, then those with the lowest rate. */
function shownOf(each: readonly SenderPart[]): readonly SenderPart[] {
  if (each.length <= MOST_ROWS) return each;
  const weight = (part: SenderPart) => 2 * Number(part.status !== "completed") + Number(isSaturated(part));
  const rate = ({ acknowledgedPerSecond }: SenderPart) => acknowledgedPerSecond ?? 0;
  const first = [...each].sort((a, b) => weight(b) - weight(a) || rate(a) - rate(b)).slice(0, MOST_ROWS);
  return each.filter((part) => first.includes(part));
}

function othersInWords(timing: Timing): string[] {
  const more = (typicalRound(timing).senders?.each.length ?? 0) - MOST_ROWS;
  return more > 0 ? [`${timing.label} had ${countOf(more, "more sender")}, which stand out less.`] : [];
}
