import type { BenchmarkResult } from "../../result/result.js";
import type { Comparison } from "../../verdict/comparison.js";
import { type Block, lines, strong } from "../document/block.js";
import { countOf } from "../format-number.js";
import { listInWords } from "../in-words.js";
import { confidenceInWords } from "./confidence.js";
import { MEASURE_WORDS } from "./measure-words.js";
import { tooFew, verdictInWords } from "./sentence.js";
import type { Verdicts } from "./verdicts.js";

/** What the run shows of each pair, in sentences, and how sure they are. There is at least one pair. */
export function verdictBlocks(result: BenchmarkResult, verdicts: Verdicts): Block[] {
  const { deciding, by, confidence } = verdicts;
  const { name, meaning } = MEASURE_WORDS[by];
  return [
    strong(...sentences(result, verdicts, deciding)),
    lines(
      `By the ${name} (${meaning}).${confidence === null ? "" : ` ${confidenceInWords(confidence, "report")}`}`,
    ),
    ...contradictions(result, verdicts),
  ];
}

/** One sentence, or a list. */
function sentences(
  { timings }: Pick<BenchmarkResult, "timings">,
  { margin }: Verdicts,
  comparisons: readonly Comparison[],
): string[] {
  const tooFew = tooFewInWords(
    timings.map(({ label }) => label),
    comparisons,
  );
  if (tooFew !== undefined) return [tooFew];
  const all = comparisons.map((comparison) => `${verdictInWords(comparison, margin)}.`);
  return all.length === 1 ? all : all.map((sentence) => `- ${sentence}`);
}

/** One sentence instead of one for each pair, if there are too few rounds for all of them. */
function tooFewInWords(labels: readonly string[], comparisons: readonly Comparison[]): string | undefined {
  const [first] = comparisons;
  if (first === undefined || comparisons.length === 1) return undefined;
  const nothing = comparisons.every(
    ({ verdict, low, high }) => verdict === "undecided" && low === null && high === null,
  );
  if (!nothing) return undefined;
  const names = labels.length > MOST_NAMES ? `these ${labels.length}` : listInWords(labels);
  const needed = Math.max(...comparisons.map(({ roundsNeeded }) => roundsNeeded ?? 0));
  return `Undecided: ${tooFew(first.rounds)} to compare ${names}${needed > 0 ? `; about ${countOf(needed, "round")} would decide` : ""}.`;
}

const MOST_NAMES = 4;

/** Where another measure shows something else than the one that decides: a slow reply, or rare but long waits. */
function contradictions(result: BenchmarkResult, verdicts: Verdicts): Block[] {
  return (["transmission", "service", "response", "p99", "throughput"] as const).flatMap((by) => {
    const differing = verdicts.others.filter((other) => {
      const decided = verdicts.deciding.find(({ label, to }) => label === other.label && to === other.to);
      return other.by === by && decided !== undefined && contradicts(other, decided);
    });
    if (differing.length === 0) return [];
    const { name, meaning } = MEASURE_WORDS[by];
    const [first, ...more] = sentences(result, verdicts, differing);
    const introduction = `By the ${name} (${meaning}), it is different:`;
    return [
      more.length === 0 ? lines(`${introduction} ${first}`) : lines(introduction, first ?? "", ...more),
    ];
  });
}

/** Ratios that differ by this factor are worth a sentence of their own. */
const DIFFERENT_RATIO = 2;

function contradicts(other: Comparison, decided: Comparison): boolean {
  if (other.verdict !== "faster" && other.verdict !== "slower") return false;
  if (other.verdict !== decided.verdict) {
    // The others are times of the same payloads. These two only matter if they turn the order.
    const turned = decided.verdict === "faster" || decided.verdict === "slower";
    return turned || (other.by !== "p99" && other.by !== "throughput");
  }
  if (other.by === "throughput") return false;
  if (other.ratio === null || decided.ratio === null) return false;
  return Math.max(other.ratio / decided.ratio, decided.ratio / other.ratio) >= DIFFERENT_RATIO;
}
