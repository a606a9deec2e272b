import type { BenchmarkResult, Timing, TimingComparison } from "../result/result.js";
import { quantile } from "../stats/summary.js";
import { formatMs, formatRatio, formatRatios } from "./format-number.js";
import { loadInWords } from "./in-words.js";
import { formatTable } from "./table.js";
import { comparedTime, shared } from "./timings-in-words.js";

/** A table of the rounds' medians: for each timing their range, and their ratio to the first timing's. */
export function formatRoundsTable({ timings, comparisons, settings }: BenchmarkResult, noun: string): string {
  const time = comparedTime(timings);
  const rows = timings.map((timing, index) => {
    const medians = mediansOfRounds(timing, time);
    const at = (place: number) => (medians.length === 0 ? "-" : formatMs(quantile(medians, place)));
    const comparison = comparisons.find(({ label }) => label === timing.label);
    const ratio = comparison ? [formatRatio(comparison.ratio), intervalOf(comparison)] : ["-", "-"];
    return [
      ...[timing.label, String(medians.length), at(0.5), at(0), at(1)],
      ...(index === 0 ? [formatRatio(1), ""] : ratio),
    ];
  });
  const load = shared(timings, (timing) => loadInWords(timing.load, noun)) ?? `${noun}s`;
  const head = ["", "rounds", "median", "lowest", "highest", `x ${timings[0]?.label ?? ""}`, "interval"];
  return [`=== ${settings.rounds} rounds of ${load}: medians in ms ===`, "", formatTable(head, rows)].join(
    "\n",
  );
}

/** The medians of a timing's rounds, sorted. Rounds without times are left out. */
export function mediansOfRounds({ rounds }: Timing, time: "responseMs" | "transmissionMs"): number[] {
  return rounds.flatMap(({ times }) => times[time]?.p50 ?? []).sort((a, b) => a - b);
}

function intervalOf({ low, high }: TimingComparison): string {
  return low === null || high === null ? "-" : formatRatios(low, high);
}
