import { NS_PER_MS } from "../../clock/clock.js";
import type { Load } from "../../load/load.js";
import type { Measure } from "../../verdict/comparison.js";
import { usualMeasure } from "../../verdict/measures.js";
import { checkStored, type StoredResult } from "../input.js";
import { exportedTimings, type MeasuredValues, namesOf, refuseNothing, validValues } from "./exported.js";

/** Bencher's limit for the name of a benchmark. */
const MOST_CHARACTERS = 1_024;

/** The name of each measure, and the factor to its unit there. Bencher knows `latency` (ns) and `throughput` (per second). */
const MEASURE_SLUGS: Readonly<Record<Measure, readonly [slug: string, factor: number]>> = {
  transmission: ["transmission-time", NS_PER_MS],
  service: ["service-time", NS_PER_MS],
  response: ["response-time", NS_PER_MS],
  p99: ["p99", NS_PER_MS],
  throughput: ["throughput", 1],
  cpu: ["cpu-time", NS_PER_MS],
  faults: ["page-faults", 1],
  bytes: ["wire-bytes", 1],
};

/** The measure that Bencher calls `latency` is the one that usually decides. */
function metricOf({ measure, median, lowest, highest, rounds }: MeasuredValues, load: Load) {
  const [slug, factor] = MEASURE_SLUGS[measure];
  const scaled = (value: number) => (factor === 1 ? value : Math.round(factor * value));
  const range = rounds > 1 && { lower_value: scaled(lowest), upper_value: scaled(highest) };
  return [measure === usualMeasure(load) ? "latency" : slug, { value: scaled(median), ...range }] as const;
}

/**
 * The medians in the Bencher Metric Format, for `bencher run --adapter json`. Times are in nanoseconds. `latency` is the
 * response time of a scheduled load, otherwise the transmission time. With several rounds, `lower_value` and `upper_value` are
 * their range. What must not be compared, such as an adapter that lost payloads, is left out.
 *
 * The format: https://bencher.dev/docs/reference/bencher-metric-format
 *
 * @param stored the result of a run or of a matrix
 * @throws WireduelError `INVALID_OPTION`, also if no adapter may be compared
 */
export function formatBencher(stored: StoredResult): string {
  checkStored(stored);
  const timings = exportedTimings(stored).filter(({ timing }) => validValues(timing).length > 0);
  refuseNothing(timings, "an adapter that lost nothing");
  const names = namesOf(timings, MOST_CHARACTERS);
  const benchmarks = timings.map(({ timing }, index) => {
    const metrics = validValues(timing).map((values) => metricOf(values, timing.load));
    return [names[index], Object.fromEntries(metrics)] as const;
  });
  return `${JSON.stringify(Object.fromEntries(benchmarks), null, 2)}\n`;
}
