import type { BenchmarkResult } from "../result/result.js";
import { comparedTimes } from "../verdict/compared-times.js";
import { isWhole } from "../verdict/whole.js";
import { asText, type Block, lines, strong } from "./document/block.js";
import { countOf, formatMs } from "./format-number.js";
import { joinLabels } from "./in-words.js";
import { type CheckedTextOptions, checkResult, checkTextOptions, type TextOptions } from "./input.js";
import { oneRoundShows } from "./one-round.js";
import { referenceOf, TIME_NAMES } from "./timings-in-words.js";
import { verdictBlocks } from "./verdict/verdict-blocks.js";
import { verdictsOf } from "./verdict/verdicts.js";
import { whyBlocks } from "./verdict/why-blocks.js";
import { whyNotWhole } from "./why-not-whole.js";

/**
 * What the run shows, in words. One round shows which timings are far apart in this round, and names no cause. Several
 * rounds show by how much the timings of each pair differ, how sure that is, and why if the data show it. A timing that
 * lost something is not ranked.
 * @throws WireduelError `INVALID_OPTION` if `result` is not a result
 */
export function formatConclusion(result: BenchmarkResult, options?: TextOptions): string {
  checkResult(result);
  return asText(conclusion(result, checkTextOptions(options, result)));
}

/** The conclusion, with the caller's hint at its end. */
export function conclusion(result: BenchmarkResult, { ratioTo, hint }: CheckedTextOptions): Block[] {
  if (result.comparisons.length > 0) {
    return [...verdictsAndWhy(result), ...missingFrom(result), ...(hint === undefined ? [] : [lines(hint)])];
  }
  const shown = withoutVerdict(result, ratioTo, hint === undefined);
  // After a list, a line of its own.
  const separator = shown.includes("\n") ? "\n" : " ";
  return [strong([shown, ...(hint ? [hint] : [])].join(separator))];
}

/** By how much the timings of each pair differ, how sure that is, and why. */
export function verdictsAndWhy(result: BenchmarkResult): Block[] {
  const verdicts = verdictsOf(result);
  return [...verdictBlocks(result, verdicts), ...whyBlocks(result, verdicts)];
}

/** Why a run with verdicts is not whole. No block if it is. */
export function missingFrom(result: BenchmarkResult): Block[] {
  return isComplete(result) ? [] : [lines(whyNotWhole(result, true))];
}

function isComplete({ status, timings }: BenchmarkResult): boolean {
  return status === "completed" && timings.every(({ rounds }) => rounds.every(isWhole));
}

/** @param advises whether it says what to do next */
function withoutVerdict(result: BenchmarkResult, ratioTo: string | undefined, advises: boolean): string {
  const { timings, settings, notRun } = result;
  const [first, ...others] = timings;
  if (first === undefined) {
    return `Nothing was measured.${notRun.length > 0 ? ` Not run: ${joinLabels(notRun)}.` : ""}`;
  }
  if (!isComplete(result)) return whyNotWhole(result, false);
  if (settings.rounds > 1) return spreadOf(result);
  if (others.length > 0) return oneRoundShows(timings, referenceOf(timings, ratioTo) ?? first, advises);
  return `One round describes only itself.${advises ? " Use `rounds` to see how much another one differs." : ""}`;
}

/** How much the medians of the rounds vary. */
function spreadOf({ timings }: BenchmarkResult): string {
  return timings
    .map((timing) => {
      const spreads = comparedTimes([timing]).flatMap((time) => {
        const medians = timing.rounds.flatMap(({ times }) => times[time]?.p50 ?? []);
        if (medians.length === 0) return [];
        const [lowest, highest] = [Math.min(...medians), Math.max(...medians)];
        return `the median ${TIME_NAMES[time]} was ${formatMs(lowest)} to ${formatMs(highest)} ms`;
      });
      const name = timings.length > 1 ? `${timing.label}: ` : "";
      if (spreads.length === 0) return `${name}No round has times.`;
      return `${name}Over ${countOf(timing.rounds.length, "round")}, ${spreads.join(", and ")}.`;
    })
    .join("\n");
}
