import { isScheduled } from "../load/load.js";
import type { BenchmarkResult, RoundResult, Timing, WireBytes } from "../result/result.js";
import type { Summary } from "../stats/summary.js";
import { describeLoad, listsTransmissions } from "./describe-load.js";
import { describeNetwork } from "./describe-network.js";
import { describeTls } from "./describe-tls.js";
import { countInWords, formatCount, formatMs, formatPerSecond, formatRatio } from "./format-number.js";
import { formatRounds, roundSentences } from "./rounds.js";
import { formatTable } from "./table.js";
import type { TextOptions } from "./text-options.js";

const NONE = "-";

/** One table over all rows, the warnings, and a closing sentence that claims no more than the run can show. */
export function formatComparison(result: BenchmarkResult, options: TextOptions = {}): string {
  const { timings, notRun } = result;
  if (timings.length === 0) return `Nothing was measured. Not run: ${notRun.join(", ")}.`;
  const parts = result.rounds
    ? [
        formatRounds(result, result.rounds, options),
        `A typical round of each:\n\n${formatComparisonTable(result, options)}`,
      ]
    : [formatComparisonTable(result, options)];
  const warnings = result.rounds ? warningsOfRounds(result.rounds) : warningsOf(timings);
  if (notRun.length > 0) warnings.push(`Not run: ${notRun.join(", ")}`);
  if (warnings.length > 0) parts.push(warnings.join("\n"));
  parts.push(closingSentence(result, options));
  return parts.join("\n\n");
}

function warningsOf(timings: readonly Timing[]): string[] {
  return timings.flatMap(({ label, warnings }) => {
    return warnings.map(({ message, code }) => `Warning (${label}): ${message} [${code}]`);
  });
}

/** Each kind of warning of a row once, with the number of rounds that have it and the words of the first. */
function warningsOfRounds(rounds: readonly RoundResult[]): string[] {
  const told = new Map<string, { times: number; label: string; message: string; code: string }>();
  for (const { label, warnings } of rounds.flatMap((round) => round.timings)) {
    for (const { code, message } of warnings) {
      const key = `${label} ${code}`;
      const alike = told.get(key) ?? { times: 0, label, message, code };
      alike.times++;
      told.set(key, alike);
    }
  }
  return [...told.values()].map(({ times, label, message, code }) => {
    return `Warning (${label}, ${times} of ${rounds.length} rounds): ${message} [${code}]`;
  });
}

/** The table alone: medians of each part of the way, bytes, and the ratio of the medians. */
export function formatComparisonTable(
  { timings, settings }: BenchmarkResult,
  { noun = "payload", ratioTo }: TextOptions = {},
): string {
  const time = isScheduled(settings.load) ? "response" : "transmission";
  const of = ({ summary }: Timing) => (time === "response" ? summary.responseMs : summary.transmissionMs);
  const reference = timings.find(({ label }) => label === ratioTo) ?? timings[0];
  const tails = timings.some((timing) => of(timing)?.p99 !== undefined);
  const wired = timings.some(({ wire }) => wire !== null);
  // Where payloads go one by one, how many a second is the think time's doing.
  const paced = !listsTransmissions(settings.load);
  const p50 = (summary: Summary | null) => formatOr(formatMs, summary?.p50);
  const rows = timings.map((timing) => {
    const { label, summary, counts, frameBytes, status, wire, acknowledgedPerSecond } = timing;
    const whole = of(timing);
    const base = reference && of(reference)?.p50;
    return [
      status === "completed" ? label : `${label} (${status})`,
      p50(whole),
      ...(tails ? [formatOr(formatMs, whole?.p99)] : []),
      formatOr(formatMs, whole?.max),
      p50(summary.encodeMs),
      p50(summary.transportMs),
      p50(summary.decodeMs),
      formatOr(formatCount, counts.sent > 0 ? frameBytes / counts.sent : undefined),
      ...(wired ? [formatOr(formatCount, wire ? wireBytesOf(wire) : undefined)] : []),
      ...(paced ? [formatOr(formatPerSecond, acknowledgedPerSecond)] : []),
      formatOr(formatRatio, whole && base ? whole.p50 / base : undefined),
    ];
  });
  const head = [
    ...["", "p50", ...(tails ? ["p99"] : []), "max", "encode", "transport", "decode", "frame bytes"],
    ...(wired ? ["wire bytes"] : []),
    ...(paced ? ["per s"] : []),
    `x ${reference?.label ?? ""}`,
  ];
  const bytes = [...new Set(settings.payloadBytes)];
  const size =
    bytes.length === 1
      ? formatCount(bytes[0] as number)
      : `${formatCount(Math.min(...bytes))} to ${formatCount(Math.max(...bytes))}`;
  const { connections } = settings;
  const over = connections > 1 ? ` over ${formatCount(connections)} connections` : "";
  return [
    `=== Comparison: ${describeLoad(settings.load, noun, ` of ${size} bytes`)}${over}, times in ms ===`,
    "",
    formatTable(head, rows),
    "",
    ...footnotes(timings, time, wired),
    ...(settings.network ? [`Between the ends: ${describeNetwork(settings.network)}.`] : []),
  ].join("\n");
}

function footnotes(timings: readonly Timing[], time: "response" | "transmission", wired: boolean): string[] {
  const percentiles = timings.some(({ summary }) => summary[`${time}Ms`]?.p99 !== undefined)
    ? "p50, p99 and max"
    : "p50 and max";
  const parts =
    time === "transmission"
      ? "encode, transport and decode are medians of its parts."
      : "encode, transport and decode are\nmedians of the way there; the rest is the way back, and what it was sent late.";
  const notes = [`${percentiles} are of the ${time} time; ${parts}`];
  if (wired)
    notes.push("Wire bytes: of both directions for each payload, without TCP's and IP's own headers.");
  for (const { label, clock, direction, tls, connectMs } of timings) {
    if (direction === "push") notes.push(`${label}: the sender listened, the receiver dialled.`);
    if (tls)
      notes.push(
        `${label}: ${describeTls(tls)}; connecting took ${formatMs(connectMs)} ms, which no time contains.`,
      );
    if (clock.kind === "estimated")
      notes.push(`${label}: one-way times cross clocks, within ±${formatMs(clock.errorMs)} ms.`);
    if (clock.kind === "ack-derived")
      notes.push(`${label}: one-way times are derived from acknowledgements.`);
  }
  return notes;
}

/** Bytes of both directions for each payload of the steady state. */
function wireBytesOf({ steady }: WireBytes): number {
  return (steady.upBytes + steady.downBytes) / steady.payloads;
}

function formatOr(format: (value: number) => string, value: number | null | undefined): string {
  return value == null ? NONE : format(value);
}

/** No winner among noise: one round says how this run went, and nothing of the next. */
function closingSentence(
  { timings, settings, status, notRun, rounds, comparisons }: BenchmarkResult,
  { hint }: TextOptions,
): string {
  const { count } = settings.load;
  const round = count === null ? "One round" : `One round of ${countInWords(count)}`;
  const notes = [
    ...new Set(timings.flatMap(({ sender, receiver }) => [...sender.notes, ...(receiver?.notes ?? [])])),
  ];
  let claim: string;
  if (status === "completed" && rounds) {
    const shown =
      timings.length === 1 ? ["the median stayed within the bounds above"] : roundSentences(comparisons);
    claim = `Over ${rounds.length} rounds, ${shown.join("; ") || "no ratio can be had of times that are not positive"}`;
  } else if (status !== "completed") {
    const all = rounds ? rounds.flatMap((one) => one.timings) : timings;
    claim = `This run ${whyNotWhole(all, notRun)}, so it ranks nothing`;
  } else {
    claim =
      timings.length > 1
        ? `${round} cannot rank these`
        : `${round} says how this run went, not how the next will`;
  }
  return `${[claim, ...notes].join("; ")}.${hint ? ` ${hint}` : ""}`;
}

function whyNotWhole(timings: readonly Timing[], notRun: readonly string[]): string {
  if (notRun.length > 0 || timings.some((timing) => timing.status !== "completed")) return "ended early";
  if (timings.some(({ counts }) => counts.sent + counts.dropped === 0)) return "sent nothing in some row";
  if (timings.some(({ counts }) => counts.dropped > 0)) return "dropped payloads that were due";
  const faults = timings.flatMap(({ counts }) => [counts.lost, counts.duplicated, counts.damaged]);
  if (faults.some((count) => count !== null && count > 0)) return "lost or damaged payloads";
  if (timings.some(({ counts }) => counts.failed > 0)) return "has payloads that failed";
  return "could not be checked for what arrived";
}
