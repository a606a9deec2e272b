import type { Measure } from "../../verdict/comparison.js";
import { isBetterLarge } from "../../verdict/measures.js";
import { checkStored, type StoredResult } from "../input.js";
import { MEASURE_WORDS } from "../verdict/measure-words.js";
import { exportedTimings, namesOf, refuseNothing, validValues } from "./exported.js";

/** Long enough for every name that somebody reads. */
const MOST_CHARACTERS = 1_000;

const UNITS: Readonly<Record<Measure, string>> = {
  transmission: "ms",
  service: "ms",
  response: "ms",
  p99: "ms",
  throughput: "payloads/s",
  cpu: "ms",
  faults: "faults",
  bytes: "bytes",
};

/**
 * The medians for github-action-benchmark, with `tool: customSmallerIsBetter`. So the throughput is left out: more of it is
 * better. `range` is that of the rounds. What must not be compared, such as an adapter that lost payloads, is left out, too.
 *
 * The format: https://github.com/benchmark-action/github-action-benchmark#examples
 *
 * @param stored the result of a run or of a matrix
 * @throws WireduelError `INVALID_OPTION`, also if no adapter may be compared
 */
export function formatGithubActionBenchmark(stored: StoredResult): string {
  checkStored(stored);
  const timings = exportedTimings(stored);
  const names = namesOf(timings, MOST_CHARACTERS);
  const entries = timings.flatMap(({ timing }, index) =>
    validValues(timing)
      .filter(({ measure }) => !isBetterLarge(measure))
      .map(({ measure, median, lowest, highest, rounds }) => ({
        name: `${names[index]}: ${MEASURE_WORDS[measure].name}`,
        unit: UNITS[measure],
        value: median,
        ...(rounds > 1 && { range: `${lowest} to ${highest}`, extra: `median of ${rounds} rounds` }),
      })),
  );
  refuseNothing(entries, "an adapter that lost nothing");
  return `${JSON.stringify(entries, null, 2)}\n`;
}
