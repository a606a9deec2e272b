import type { BenchmarkResult, Timing, TimingComparison } from "../result/result.js";
import { differencesFor } from "../verdict/signed-rank.js";
import { countOf, formatMs, formatPercents, formatRatios } from "./format-number.js";
import { listInWords } from "./in-words.js";
import { mediansOfRounds } from "./rounds-table.js";
import { comparedTime } from "./timings-in-words.js";

/** What the run shows. A single round does not rank the timings, nor does a run that lost something. */
export function conclusion(result: BenchmarkResult): string {
  const { timings, settings, status, notRun } = result;
  if (status !== "completed") return `This run ${whyNotWhole(timings, notRun)}, so it ranks nothing.`;
  if (settings.rounds > 1) return timings.length > 1 ? rankingOf(result) : spreadOf(result);
  const ranking = timings.length > 1 ? " Use `rounds` to rank close results." : "";
  return `One run describes only itself.${ranking}`;
}

/** How much the medians of a single timing vary. */
function spreadOf({ timings, settings }: BenchmarkResult): string {
  const medians = timings.flatMap((timing) => mediansOfRounds(timing, comparedTime(timings)));
  const [lowest, highest] = [medians[0], medians.at(-1)];
  if (lowest === undefined || highest === undefined) return "No round has times.";
  return `Over ${countOf(settings.rounds, "round")}, the median was ${formatMs(lowest)} to ${formatMs(highest)} ms.`;
}

/** Each timing compared with the first one. */
function rankingOf({ timings, comparisons, settings }: BenchmarkResult): string {
  const [first, ...others] = timings.map(({ label }) => label);
  const compared = comparisons.filter(({ verdict }) => verdict !== "too-few-rounds");
  const rounds = countOf(settings.rounds, "round");
  const tooFew = comparisons.find(({ verdict }) => verdict === "too-few-rounds");
  if (tooFew && compared.length === 0) {
    const names = listInWords([first as string, ...others]);
    const needed = differencesFor(tooFew.confidence);
    const confidence = inPercent(tooFew.confidence);
    return `${rounds} are too few to rank ${names}: at least ${needed} are needed for ${confidence} confidence.`;
  }
  const missing = others.filter((label) => comparisons.every((comparison) => comparison.label !== label));
  const sentences = [
    ...compared.map(sentenceOf),
    // Times derived from acknowledgements may be negative.
    ...missing.map((label) => `${label} cannot be compared with ${first}: a median is not positive`),
  ];
  const confidence = compared[0] ? ` (${inPercent(compared[0].confidence)} confidence)` : "";
  if (sentences.length === 1) return `Over ${rounds}, ${sentences[0]}${confidence}.`;
  return [
    `Over ${rounds}${confidence}:`,
    ...sentences.map((sentence) => `- ${sentence.replace(/^no difference/, "No difference")}.`),
  ].join("\n");
}

function sentenceOf({ label, to, verdict, low, high }: TimingComparison): string {
  if (low === null || high === null || verdict === "no-difference-shown") {
    const interval =
      low === null || high === null ? "" : `: ${label} took ${formatRatios(low, high)} times as long`;
    return `no difference is shown between ${label} and ${to}${interval}`;
  }
  if (verdict === "faster") return `${label} took ${formatPercents(1 - high, 1 - low)} less time than ${to}`;
  // "1.0 to 1.1 times as long" would hide a small difference.
  if (low < SMALL_RATIO) return `${label} took ${formatPercents(low - 1, high - 1)} more time than ${to}`;
  return `${label} took ${formatRatios(low, high)} times as long as ${to}`;
}

const SMALL_RATIO = 1.1;

function inPercent(confidence: number): string {
  return `${Number((100 * confidence).toFixed(2))} %`;
}

function whyNotWhole(timings: readonly Timing[], notRun: readonly string[]): string {
  const rounds = timings.flatMap((timing) => timing.rounds);
  const counts = rounds.map((round) => round.counts);
  if (notRun.length > 0 || rounds.some(({ status }) => status !== "completed")) return "ended early";
  if (counts.some(({ sent, dropped }) => sent + dropped === 0))
    return "sent no payload in at least one round";
  if (counts.some(({ dropped }) => dropped > 0)) return "dropped payloads that were due";
  if (counts.some(({ lost, duplicated, damaged }) => (lost ?? 0) + (duplicated ?? 0) + (damaged ?? 0) > 0)) {
    return "lost, duplicated or damaged payloads";
  }
  if (counts.some(({ failed }) => failed > 0)) return "has payloads that failed";
  return "could not check what arrived";
}
