import type { BenchmarkResult, SenderPart, Timing } from "../../result/result.js";
import { typicalRound } from "../../result/typical-round.js";
import type { ComparedTime } from "../../verdict/compared-times.js";
import { type Block, heading, lines, table } from "../document/block.js";
import { countOf, formatCount, formatMs, formatPercents, formatPerSecond } from "../format-number.js";
import { decidingTime, TIME_NAMES } from "../timings-in-words.js";
import { shownSenders, standingOfSender } from "./shown-senders.js";

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
  const { ends } = typicalRound(timing);
  return shownSenders(timing).shown.map((part) => {
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
  const standing = standingOfSender(part);
  return standing === "" ? part.label : `${part.label} (${standing})`;
}

function textOf(value: number | null | undefined, format: (value: number) => string): string {
  return value == null ? UNKNOWN : format(value);
}

function othersInWords(timing: Timing): string[] {
  const { others } = shownSenders(timing);
  return others > 0 ? [`${timing.label} had ${countOf(others, "more sender")}, which stand out less.`] : [];
}
