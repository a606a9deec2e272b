import { WireduelError } from "../../failure/wireduel-error.js";
import {
  type CompareResultsOptions,
  checkCompareResultsOptions,
} from "../../options/compare-results-options.js";
import { parseResult } from "../../result/parse-result.js";
import type { BenchmarkResult } from "../../result/result.js";
import { benchmarkResult } from "../../result/result-kinds.js";
import { isMeasured } from "../compare.js";
import { compareTwo } from "../compare-two.js";
import { MEASURES, type Measure } from "../comparison.js";
import { ALPHA, judgeAll } from "../judge-comparisons.js";
import { shareAt } from "../looks.js";
import { pairsOf } from "../pairs.js";
import { differenceInWords } from "./difference-in-words.js";
import { tooFewRounds } from "./enough-rounds.js";
import { type Match, matchTimings } from "./match-timings.js";
import type { ComparedResult, ResultComparison, ResultDifference } from "./result-comparison.js";
import { runDifferences } from "./run-differences.js";
import { timingDifferences } from "./timing-differences.js";

/**
 * Compares each adapter of one result (base) with the same adapter of another one (head): was head faster, slower, or
 * the same? Results are given as they are or as their JSON. It refuses results that differ in anything but the
 * numbers, unless `mayDiffer` names it.
 *
 * If both are one run, the rounds of each block are compared with each other, like in the run itself. Otherwise the
 * rounds are matched in their order, and `paired` is false. What changed on the machine between two runs then counts as
 * a difference, so prefer one run.
 *
 * The cells of two matrices are compared one by one. They share the allowed error, so the intervals of all cells hold together.
 *
 * @throws WireduelError `NOT_COMPARABLE` with every difference that is not permitted, or if nothing can be compared;
 *   `INVALID_OPTION` for invalid options or results; `INVALID_RESULT` for a text that is not a result
 */
export function compareResults(
  base: BenchmarkResult | string,
  head: BenchmarkResult | string,
  options?: CompareResultsOptions,
): ResultComparison {
  const { match, mayDiffer, ...given } = checkCompareResultsOptions(options);
  const [own, other] = [resultOf("base", base), resultOf("head", head)];
  const paired = own.provenance.id === other.provenance.id;
  const { decideBy = own.settings.decideBy, margin = own.settings.margin } = given;
  const { matches, missing } = matchTimings(own, other, { match, oneRun: paired });
  // The cells of a matrix share the allowed error, also when each is compared with that of another matrix.
  const cells = Math.max(own.settings.cells, other.settings.cells);
  const alpha = (ALPHA / cells) * (paired ? shareOfLook(own) : 1);
  const measures = matches.map((one) => ({ match: one, ...measuresOf(one) }));
  const compared = MEASURES.flatMap((by) =>
    measures
      .filter(({ both }) => both.includes(by))
      .map(({ match: one }) => {
        const pair = { label: one.head.label, to: one.base.label, by, decides: by === decideBy, paired };
        return { match: one, ...compareTwo(pair, one.head, one.base) };
      }),
  );
  const lengthChosen = own.settings.lengthChosen && other.settings.lengthChosen;
  const differences = [
    ...runDifferences(own, other, Object.keys(given)).filter(({ name }) => !paired || name !== "busy"),
    ...missing,
    ...matches.flatMap((one) => timingDifferences(one, lengthChosen)),
    ...measures.flatMap(({ differences: ofMeasures }) => ofMeasures),
    ...tooFewRounds(compared, alpha),
  ];
  const refused = differences.filter(({ name }) => !mayDiffer.includes(name));
  if (refused.length > 0) throw notComparable(refused.map(differenceInWords));
  const undecided = measures.filter(({ both }) => !both.includes(decideBy));
  if (matches.length === 0 || undecided.length > 0)
    throw notComparable(whyNothing(undecided, decideBy, paired));
  const comparisons = judgeAll(
    compared.map(({ match: _, ...one }) => one),
    { margin, alpha },
  );
  const permitted = differences;
  return { base: idOf(own), head: idOf(other), paired, decideBy, margin, comparisons, permitted };
}

function resultOf(name: string, value: BenchmarkResult | string): BenchmarkResult {
  return typeof value === "string" ? parseResult(value) : benchmarkResult.parse(name, value);
}

/** A run with a rule has looked at its own comparisons before it ended, so only a share of the level is left. */
function shareOfLook({ timings, notRun, settings }: BenchmarkResult): number {
  const { roundsRule, reference, cells } = settings;
  if (roundsRule === null) return 1;
  const pairs = pairsOf([...timings.map(({ label }) => label), ...notRun], reference);
  return shareAt(roundsRule, pairs.length * cells, Math.max(...timings.map(({ rounds }) => rounds.length)));
}

function idOf({ provenance: { id, commit }, startedAt }: BenchmarkResult): ComparedResult {
  return { id, startedAt, commit };
}

/** The measures that both of a match have, and those that one of them lacks. */
function measuresOf({ base, head }: Match): {
  readonly both: readonly Measure[];
  readonly differences: readonly ResultDifference[];
} {
  const has = (timing: Match["base"]) => MEASURES.filter((by) => isMeasured(by, [timing], timing.load));
  const [own, other] = [has(base), has(head)];
  const value = (measured: boolean) => (measured ? "measured" : "not measured");
  return {
    both: own.filter((by) => other.includes(by)),
    differences: MEASURES.filter((by) => own.includes(by) !== other.includes(by)).map((what) => ({
      name: "measures" as const,
      of: base.label,
      what,
      base: value(own.includes(what)),
      head: value(other.includes(what)),
    })),
  };
}

function whyNothing(
  undecided: readonly { readonly match: Match }[],
  decideBy: Measure,
  paired: boolean,
): readonly string[] {
  if (undecided.length > 0) {
    return undecided.map(
      ({ match: { base } }) => `${base.label} has no value of \`${decideBy}\` in both results`,
    );
  }
  return [
    paired
      ? "base and head are one run: `match` must say which of its adapters to compare"
      : "no adapter is in both",
  ];
}

function notComparable(reasons: readonly string[]): WireduelError {
  return new WireduelError(
    "NOT_COMPARABLE",
    `base and head are not comparable:\n${reasons.map((one) => `- ${one}`).join("\n")}`,
  );
}
