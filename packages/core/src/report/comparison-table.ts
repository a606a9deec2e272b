import type { BenchmarkResult, RoundResult, Timing, WireBytes } from "../result/result.js";
import { typicalRound } from "../result/typical-round.js";
import type { Summary } from "../stats/summary.js";
import type { ComparedTime } from "../verdict/compared-times.js";
import { isWhole } from "../verdict/whole.js";
import { asText, type Block, heading, lines, table } from "./document/block.js";
import { footnotes } from "./footnotes.js";
import { formatCount, formatMs, formatPerSecond, formatRatio } from "./format-number.js";
import { listsTransmissions } from "./in-words.js";
import { type CheckedTextOptions, checkResult, checkTextOptions, type TextOptions } from "./input.js";
import { standingOf } from "./standing.js";
import { decidingTime, referenceOf, setupInWords, shared } from "./timings-in-words.js";

/** A column of the table: its head, and a function that returns a timing's cell. Null: there is no value. */
type Column = readonly [head: string, cell: (row: Row) => string | null];

interface Row {
  readonly timing: Timing;
  readonly round: RoundResult;
  /** The time that the table compares. */
  readonly compared: Summary | null;
}

/**
 * The comparison table without warnings and conclusion. For each timing it has percentiles of the time that
 * decides, medians of its parts, the median service time, and bytes. With one round, it also has the ratio to the
 * reference. With several rounds, it shows the typical ones, and `formatComparison` has the paired ratios.
 * @throws WireduelError `INVALID_OPTION` if `result` is not a result
 */
export function formatComparisonTable(result: BenchmarkResult, options?: TextOptions): string {
  checkResult(result);
  return asText(comparisonTable(result, checkTextOptions(options, result)));
}

/** The table with its heading, and the lines below it. */
export function comparisonTable(result: BenchmarkResult, { noun, ratioTo }: CheckedTextOptions): Block[] {
  const { timings, settings } = result;
  const time = decidingTime(timings);
  const rows = timings.map((timing): Row => {
    const round = typicalRound(timing);
    return { timing, round, compared: round.times[time] };
  });
  const reference = settings.rounds === 1 ? referenceOf(timings, ratioTo) : undefined;
  const columns = columnsOf(
    rows,
    time,
    rows.find(({ timing }) => timing === reference),
  );
  const setup = shared(timings, (timing) => setupInWords(timing, noun)) ?? `${noun}s`;
  return [
    heading(`${settings.rounds > 1 ? "Typical rounds" : "Comparison"}: ${setup}, times in ms`),
    table(
      columns.map(([head]) => head),
      rows.map((row) => columns.map(([, cell]) => cell(row) ?? "-")),
    ),
    lines(...footnotes(timings, noun)),
  ];
}

function columnsOf(rows: readonly Row[], time: ComparedTime, reference: Row | undefined): Column[] {
  const tails = rows.some(({ compared }) => compared?.p99 !== undefined);
  const wired = rows.some(({ round }) => round.wire !== null);
  // If payloads are sent one by one, their number per second only depends on the service and think times.
  const paced = !rows.every(({ timing }) => listsTransmissions(timing.load));
  const ms = (time: number | undefined) => (time === undefined ? null : formatMs(time));
  const p50 = (summary: Summary | null) => ms(summary?.p50);
  const columns: (Column | false)[] = [
    ["", ({ timing }) => timing.label + standing(timing)],
    ["p50", ({ compared }) => p50(compared)],
    tails && ["p99", ({ compared }) => ms(compared?.p99)],
    ["max", ({ compared }) => ms(compared?.max)],
    ["encode", ({ round }) => p50(round.times.encodeMs)],
    ["transport", ({ round }) => p50(round.times.transportMs)],
    ["decode", ({ round }) => p50(round.times.decodeMs)],
    time === "transmissionMs" && ["service p50", ({ round }) => p50(round.times.serviceMs)],
    ["frame bytes", ({ round }) => frameBytes(round)],
    wired && ["wire bytes", ({ round }) => round.wire && formatCount(bytesPerPayload(round.wire))],
    paced && ["per s", ({ round }) => perSecond(round)],
    rows.length > 1 &&
      reference !== undefined && [`x ${reference.timing.label}`, (row) => ratioOf(row, reference)],
  ];
  return columns.filter((column) => column !== false);
}

function standing(timing: Timing): string {
  const shown = standingOf(timing);
  return shown === "" ? "" : ` (${shown})`;
}

/** The ratio of the medians. There is none if a round is not whole: what is missing would have been slow. */
function ratioOf(row: Row, reference: Row): string | null {
  const [own, base] = [row.compared?.p50 ?? 0, reference.compared?.p50 ?? 0];
  if (!(own > 0 && base > 0 && isWhole(row.round) && isWhole(reference.round))) return null;
  return formatRatio(own / base);
}

function frameBytes({ counts, totals }: RoundResult): string | null {
  return counts.sent > 0 ? formatCount(totals.frameBytes / counts.sent) : null;
}

function perSecond({ totals }: RoundResult): string | null {
  return totals.acknowledgedPerSecond === null ? null : formatPerSecond(totals.acknowledgedPerSecond);
}

/** Bytes per payload, in both directions together, without the first payload. */
function bytesPerPayload({ steady }: WireBytes): number {
  return (steady.upBytes + steady.downBytes) / steady.payloads;
}
