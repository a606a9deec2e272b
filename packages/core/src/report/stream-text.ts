import type { BenchmarkEmitter, RowEvent } from "../events/events.js";
import type { Load } from "../load/load.js";
import type { BenchmarkResult } from "../result/result.js";
import { formatComparison } from "./comparison.js";
import { listsTransmissions } from "./describe-load.js";
import { formatMs } from "./format-number.js";
import { formatHeading, formatTotals, formatTransmission } from "./text.js";
import type { TextOptions } from "./text-options.js";

const NOTHING_SENT: Load = {
  kind: "closed-loop",
  concurrency: 1,
  thinkTimeMs: 0,
  count: 0,
  durationMs: null,
};

/**
 * Writes the lines of `formatText` as the run goes on: each transmission when it was acknowledged. In the end the same
 * text has been written, but for what is only known at the end of a row: damage, and the best estimate of another host's
 * clock.
 *
 * @param write takes a piece of text that ends in a line break
 * @returns what writes the comparison, to be called with the result
 */
export function streamText(
  events: BenchmarkEmitter,
  write: (text: string) => void,
  options: TextOptions = {},
): (result: BenchmarkResult) => void {
  let load: Load | undefined;
  let gap = "";
  let headed = -1;
  const heading = (event: RowEvent, of: Load) => {
    write(`${gap}${formatHeading(event, of, options)}\n`);
    gap = "\n";
    headed = event.row;
  };
  events.on("phase", (event) => {
    if (event.phase !== "measure" || event.load === null) return;
    load = event.load;
    heading(event, load);
  });
  events.on("round", ({ label, round, of, timing }) => {
    const summary = timing.summary.responseMs ?? timing.summary.transmissionMs;
    const median = summary ? `median ${formatMs(summary.p50)} ms` : "no times";
    write(`Round ${round + 1} of ${of}, ${label}: ${median}\n`);
    gap = "\n";
  });
  events.on("transmission", ({ transmission }) => {
    if (load && listsTransmissions(load)) write(`${formatTransmission(transmission, options)}\n`);
  });
  events.on("timing", (event) => {
    // A row that ended in its warm-up has no measure phase.
    const of = load ?? NOTHING_SENT;
    if (headed !== event.row) heading(event, of);
    write(`${formatTotals(event.timing, of, options)}\n`);
  });
  return (result) => write(`${gap}${formatComparison(result, options)}\n`);
}
