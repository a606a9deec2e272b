// What several rounds show of several timings, in words.
import type { BenchmarkResult } from "../result/result.js";
import { comparedTimes } from "../verdict/compared-times.js";
import { countOf, formatPercents, formatRatios } from "./format-number.js";
import { listInWords } from "./in-words.js";
import { type TimeComparison, timeComparisons } from "./time-comparisons.js";
import { TIME_MEANINGS, TIME_NAMES, whyNoRatio } from "./timings-in-words.js";

/** Each timing compared with the first one. There are at least two timings. */
export function roundsShow({ timings, comparisons: all, settings }: BenchmarkResult): string {
  const comparisons = timeComparisons(all);
  const [reference] = timings;
  const first = reference?.label ?? "";
  const [deciding, second] = comparedTimes(timings);
  const decided = comparisons.filter(({ of }) => of === deciding);
  const ranked = decided.filter(({ verdict }) => verdict !== "too-few-rounds");
  const missing = timings.slice(1).filter(({ label }) => decided.every((one) => one.label !== label));
  const notCompared = missing.map(
    (timing) => `${timing.label} cannot be compared with ${first}: ${whyNoRatio([timing, reference])}`,
  );
  const rounds = countOf(settings.rounds, "round");
  const [tooFew] = decided.filter(({ verdict }) => verdict === "too-few-rounds");
  if (tooFew && ranked.length === 0) {
    const compared = [first, ...decided.map(({ label }) => label)];
    return [tooFewInWords(rounds, compared, tooFew), ...notCompared.map((sentence) => `${sentence}.`)].join(
      " ",
    );
  }
  const differing = ranked.flatMap((one) => {
    const other = comparisons.find(({ of, label }) => of === second && label === one.label);
    return other && differ(one, other) ? sentenceOf(other) : [];
  });
  const only = comparisons.filter(
    ({ of, label, verdict }) =>
      of === second && verdict !== "too-few-rounds" && missing.some((timing) => timing.label === label),
  );
  // The confidence is said once: with the first time that has it.
  const sure = ranked.length === 0 && only[0] ? `, ${inPercent(only[0].confidence)} confidence` : "";
  return inWords({
    over: `Over ${rounds}`,
    by: deciding ? TIME_NAMES[deciding] : "",
    confidence: ranked[0] ? inPercent(ranked[0].confidence) : undefined,
    sentences: [...ranked.map(sentenceOf), ...notCompared],
    bySecond: second ? `By the ${TIME_NAMES[second]} (${TIME_MEANINGS[second]}${sure})` : "",
    differing: [...differing, ...only.map(sentenceOf)],
  });
}

interface Shown {
  readonly over: string;
  /** The name of the time that decides. */
  readonly by: string;
  readonly confidence: string | undefined;
  readonly sentences: readonly string[];
  readonly bySecond: string;
  /** What the second time shows, where it is something else. */
  readonly differing: readonly string[];
}

function inWords({ over, by, confidence, sentences, bySecond, differing }: Shown): string {
  const sure = (each = "") => (confidence ? `${by}, ${confidence} confidence${each}` : by);
  if (sentences.length === 1) {
    const decided = `${over}, ${sentences[0]} (${sure()}).`;
    return [decided, ...differing.map((sentence) => `${bySecond}, ${sentence}.`)].join(" ");
  }
  const lines = (list: readonly string[]) =>
    list.map((sentence) => `- ${sentence.replace(/^no difference/, "No difference")}.`);
  return [
    `${over} (${sure(" each")}):`,
    ...lines(sentences),
    ...(differing.length > 0 ? [`${bySecond}, these compare differently:`, ...lines(differing)] : []),
  ].join("\n");
}

function tooFewInWords(rounds: string, labels: readonly string[], { confidence }: TimeComparison): string {
  const names = labels.length > MOST_NAMES ? `these ${labels.length}` : listInWords(labels);
  return `${rounds} are too few to rank ${names} with ${inPercent(confidence)} confidence.`;
}

const MOST_NAMES = 4;

/** Whether two comparisons of the same timings show something else. */
function differ(one: TimeComparison, other: TimeComparison): boolean {
  if (one.verdict !== other.verdict) return true;
  const { low: oneLow, high: oneHigh } = one;
  const { low: otherLow, high: otherHigh } = other;
  if (oneLow === null || oneHigh === null || otherLow === null || otherHigh === null) return false;
  return oneHigh < otherLow || otherHigh < oneLow;
}

function sentenceOf({ label, to, verdict, low, high }: TimeComparison): string {
  if (low === null || high === null) return `no difference is shown between ${label} and ${to}`;
  if (verdict === "no-difference-shown") {
    const interval = formatRatios(low, high);
    return `no difference is shown between ${label} and ${to}: ${label} took ${interval} times as long`;
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
