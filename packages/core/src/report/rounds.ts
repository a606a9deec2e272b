import { isScheduled } from "../load/load.js";
import type { BenchmarkResult, RoundResult, RowComparison } from "../result/result.js";
import { describeLoad } from "./describe-load.js";
import { formatMs, formatRatio } from "./format-number.js";
import { formatTable } from "./table.js";
import type { TextOptions } from "./text-options.js";

/** The rows by the medians of their rounds: how far these spread, and what they show against the first row. */
export function formatRounds(
  { timings, comparisons, settings }: BenchmarkResult,
  rounds: readonly RoundResult[],
  { noun = "payload" }: TextOptions = {},
): string {
  const time = isScheduled(settings.load) ? "responseMs" : "transmissionMs";
  const rows = timings.map(({ label }, row) => {
    const medians = rounds
      .flatMap((round) => round.timings.find((timing) => timing.label === label)?.summary[time]?.p50 ?? [])
      .sort((a, b) => a - b);
    const comparison = comparisons.find((one) => one.label === label);
    const at = (place: number) => {
      const ms = medians[Math.floor(place * (medians.length - 1))];
      return ms === undefined ? "-" : formatMs(ms);
    };
    return [
      ...[label, String(medians.length), at(0.5), at(0), at(1)],
      ...(row === 0
        ? ["1.0", ""]
        : [comparison ? formatRatio(comparison.ratio) : "-", intervalOf(comparison)]),
    ];
  });
  const head = ["", "rounds", "median", "lowest", "highest", `x ${timings[0]?.label ?? ""}`, "interval"];
  return [
    `=== ${rounds.length} rounds of ${describeLoad(settings.load, noun)} each: their medians, in ms ===`,
    "",
    formatTable(head, rows),
  ].join("\n");
}

/** What the rounds show, one sentence for each row but the first. */
export function roundSentences(comparisons: readonly RowComparison[]): string[] {
  return comparisons.map((comparison) => {
    const { label, to, verdict, confidence } = comparison;
    if (verdict === "too-few-rounds") return `which are too few, nothing is shown of ${label} and ${to}`;
    if (verdict === "no-difference-shown") return `no difference shown between ${label} and ${to}`;
    return `${label} was ${verdict}: ${intervalOf(comparison)} times ${to} (${100 * confidence} %)`;
  });
}

function intervalOf(comparison: RowComparison | undefined): string {
  if (!comparison || comparison.low === null || comparison.high === null) return "-";
  return `${formatRatio(comparison.low)} to ${formatRatio(comparison.high)}`;
}
