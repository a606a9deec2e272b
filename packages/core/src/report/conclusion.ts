import type { BenchmarkResult } from "../result/result.js";
import { comparedTimes } from "../verdict/compared-times.js";
import { isWhole } from "../verdict/whole.js";
import { asText, type Block, strong } from "./document/block.js";
import { countOf, formatMs } from "./format-number.js";
import { joinLabels } from "./in-words.js";
import { type CheckedTextOptions, checkResult, checkTextOptions, type TextOptions } from "./input.js";
import { oneRoundShows } from "./one-round.js";
import { roundsShow } from "./ranking.js";
import { mediansOfRounds } from "./rounds-table.js";
import { referenceOf, TIME_NAMES } from "./timings-in-words.js";
import { whyNotWhole } from "./why-not-whole.js";

/**
 * What the run shows, in words. It names no cause. A run that is not completed ranks nothing. One round shows
 * which timings are far apart in this round, and several rounds show with which confidence.
 * @throws WireduelError `INVALID_OPTION` if `result` is not a result
 */
export function formatConclusion(result: BenchmarkResult, options?: TextOptions): string {
  checkResult(result);
  return asText([conclusion(result, checkTextOptions(options, result))]);
}

/** The conclusion, with the caller's hint at its end. */
export function conclusion(result: BenchmarkResult, { ratioTo, hint }: CheckedTextOptions): Block {
  return strong([shownBy(result, ratioTo), ...(hint ? [hint] : [])].join(" "));
}

function shownBy(result: BenchmarkResult, ratioTo: string | undefined): string {
  const { timings, settings, notRun } = result;
  const [first, ...others] = timings;
  if (first === undefined) {
    return `Nothing was measured.${notRun.length > 0 ? ` Not run: ${joinLabels(notRun)}.` : ""}`;
  }
  if (result.status !== "completed" || !timings.every(({ rounds }) => rounds.every(isWhole))) {
    return whyNotWhole(result);
  }
  if (settings.rounds > 1) return others.length > 0 ? roundsShow(result) : spreadOf(result);
  if (others.length > 0) return oneRoundShows(timings, referenceOf(timings, ratioTo) ?? first);
  return "One round describes only itself. Use `rounds` to see how much another one differs.";
}

/** How much the medians of a single timing vary. */
function spreadOf({ timings, settings }: BenchmarkResult): string {
  const spreads = comparedTimes(timings).flatMap((time) => {
    const medians = timings.flatMap((timing) => mediansOfRounds(timing, time));
    const [lowest, highest] = [medians[0], medians.at(-1)];
    if (lowest === undefined || highest === undefined) return [];
    return `the median ${TIME_NAMES[time]} was ${formatMs(lowest)} to ${formatMs(highest)} ms`;
  });
  if (spreads.length === 0) return "No round has times.";
  return `Over ${countOf(settings.rounds, "round")}, ${spreads.join(", and ")}.`;
}
