import type { BenchmarkResult, Timing } from "../result.js";
import type { Summary } from "../stats/summary.js";
import { countInWords, countOf, formatCount, formatMs, formatRatio } from "./format-number.js";
import { formatTable } from "./table.js";
import type { TextOptions } from "./text-options.js";

const NONE = "-";

/** One table over all rows, the warnings, and a closing sentence that claims no more than the run can show. */
export function formatComparison(result: BenchmarkResult, options: TextOptions = {}): string {
  const { timings, notRun } = result;
  const parts = [formatComparisonTable(result, options)];
  const warnings = timings.flatMap(({ label, warnings }) => {
    return warnings.map(({ message, code }) => `Warning (${label}): ${message} [${code}]`);
  });
  if (notRun.length > 0) warnings.push(`Not run: ${notRun.join(", ")}`);
  if (warnings.length > 0) parts.push(warnings.join("\n"));
  parts.push(closingSentence(result, options));
  return parts.join("\n\n");
}

/** The table alone: medians of each part of the way, frame bytes, and the ratio of the medians. */
export function formatComparisonTable(
  { timings, settings }: BenchmarkResult,
  { noun = "payload", ratioTo }: TextOptions = {},
): string {
  const oneWay = timings.every(({ clock }) => clock?.kind === "shared");
  const of = (timing: Timing) => (oneWay ? timing.summary.transmissionMs : timing.summary.serviceMs);
  const reference = timings.find(({ label }) => label === ratioTo) ?? timings[0];
  const p50 = (summary: Summary | null) => (summary ? formatMs(summary.p50) : NONE);
  const rows = timings.map((timing) => {
    const { label, summary, transmissions, frameBytes, status } = timing;
    const whole = of(timing);
    const base = reference && of(reference);
    return [
      status === "completed" ? label : `${label} (${status})`,
      p50(whole),
      whole ? formatMs(whole.max) : NONE,
      p50(summary.encodeMs),
      p50(summary.transportMs),
      p50(summary.decodeMs),
      transmissions.length > 0 ? formatCount(frameBytes / transmissions.length) : NONE,
      whole && base ? formatRatio(whole.p50 / base.p50) : NONE,
    ];
  });
  const time = oneWay ? "transmission" : "service";
  const head = [
    "",
    "p50",
    "max",
    "encode",
    "transport",
    "decode",
    "frame bytes",
    `x ${reference?.label ?? ""}`,
  ];
  const bytes = [...new Set(settings.payloadBytes)];
  const size =
    bytes.length === 1
      ? formatCount(bytes[0] as number)
      : `${formatCount(Math.min(...bytes))} to ${formatCount(Math.max(...bytes))}`;
  return [
    `=== Comparison: ${countOf(settings.count, noun)} of ${size} bytes, times in ms ===`,
    "",
    formatTable(head, rows),
    "",
    `p50 and max are of the ${time} time; encode, transport and decode are medians of its parts.`,
  ].join("\n");
}

/** No winner among noise: one round says how this run went, and nothing of the next. */
function closingSentence(
  { timings, settings, status, notRun }: BenchmarkResult,
  { hint }: TextOptions,
): string {
  const round = `One round of ${countInWords(settings.count)}`;
  const notes = [
    ...new Set(timings.flatMap(({ sender, receiver }) => [...sender.notes, ...(receiver?.notes ?? [])])),
  ];
  let claim: string;
  if (status !== "completed") {
    claim = `This run ${whyNotWhole(timings, notRun)}, so it ranks nothing`;
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
  const faults = timings.flatMap(({ counts }) => [
    counts.failed,
    counts.lost,
    counts.duplicated,
    counts.damaged,
  ]);
  if (faults.some((count) => count !== null && count > 0)) return "lost or damaged payloads";
  return "could not be checked for what arrived";
}
