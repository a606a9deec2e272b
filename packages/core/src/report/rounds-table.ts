import type { BenchmarkResult, Timing } from "../result/result.js";
import { quantile } from "../stats/summary.js";
import { type ComparedTime, comparedTimes } from "../verdict/compared-times.js";
import { type Block, heading, lines, table } from "./document/block.js";
import { formatMs, formatRatio, formatRatios } from "./format-number.js";
import { loadInWords } from "./in-words.js";
import { type TimeComparison, timeComparisons } from "./time-comparisons.js";
import { shared, TIME_MEANINGS, TIME_NAMES } from "./timings-in-words.js";

/**
 * A table of the rounds' medians: for each timing their range by the time that decides, their median service time in
 * a closed loop, and the paired ratio to the first timing.
 */
export function roundsTable(
  { timings, comparisons, settings, notRun }: BenchmarkResult,
  noun: string,
): Block[] {
  const [deciding, second] = comparedTimes(timings);
  const time = deciding as ComparedTime;
  const decided = timeComparisons(comparisons).filter(({ of }) => of === time);
  const first = timings[0]?.label ?? "";
  const rows = timings.map((timing, index) => {
    const medians = mediansOfRounds(timing, time);
    const comparison = decided.find(({ label }) => label === timing.label);
    const ratio = comparison ? [formatRatio(comparison.ratio), intervalOf(comparison)] : ["-", "-"];
    return [
      ...[timing.label, String(medians.length), at(medians, 0.5), at(medians, 0), at(medians, 1)],
      ...(second ? [at(mediansOfRounds(timing, second), 0.5)] : []),
      ...(decided.length > 0 ? (index === 0 ? [formatRatio(1), ""] : ratio) : []),
    ];
  });
  const early = notRun.length > 0 || timings.some(({ rounds }) => rounds.length < settings.rounds);
  const load = shared(timings, (timing) => loadInWords(timing.load, noun)) ?? `${noun}s`;
  const head = [
    ...["", "rounds", "median", "lowest", "highest"],
    ...(second ? ["service"] : []),
    ...(decided.length > 0 ? [`x ${first}`, "interval"] : []),
  ];
  return [
    heading(`${settings.rounds} rounds of ${load}${early ? ", ended early" : ""}: medians in ms`),
    table(head, rows),
    lines(...notesOf(time, second, decided[0])),
  ];
}

function notesOf(
  time: ComparedTime,
  second: ComparedTime | undefined,
  compared: TimeComparison | undefined,
): string[] {
  const notes = [
    `median, lowest and highest: of the rounds' median ${TIME_NAMES[time]} (${TIME_MEANINGS[time]}).`,
  ];
  if (second)
    notes.push(`service: the median of their median ${TIME_NAMES[second]} (${TIME_MEANINGS[second]}).`);
  if (compared) {
    notes.push(`x ${compared.to}: the ratio of the ${TIME_NAMES[time]}, from the two rounds of each block.`);
  }
  return notes;
}

function at(medians: readonly number[], place: number): string {
  return medians.length === 0 ? "-" : formatMs(quantile(medians, place));
}

/** The medians of a timing's rounds, sorted. Rounds without times are left out. */
export function mediansOfRounds({ rounds }: Timing, time: ComparedTime): number[] {
  return rounds.flatMap(({ times }) => times[time]?.p50 ?? []).sort((a, b) => a - b);
}

function intervalOf({ low, high }: TimeComparison): string {
  return low === null || high === null ? "-" : formatRatios(low, high);
}
