import type { BenchmarkEmitter, RowEvent } from "../events.js";
import type { BenchmarkResult } from "../result.js";
import { formatComparison } from "./comparison.js";
import { formatHeading, formatTotals, formatTransmission } from "./text.js";
import type { TextOptions } from "./text-options.js";

/**
 * Writes the lines of `formatText` as the run goes on: each transmission when it was acknowledged. In the end the same
 * text has been written (but that a damaged payload is only known at the end of its row).
 *
 * @param write takes a piece of text that ends in a line break
 * @returns what writes the comparison, to be called with the result
 */
export function streamText(
  events: BenchmarkEmitter,
  write: (text: string) => void,
  options: TextOptions = {},
): (result: BenchmarkResult) => void {
  let delayMs = 0;
  let gap = "";
  let headed = -1;
  const heading = (event: RowEvent, count: number) => {
    write(`${gap}${formatHeading(event, count, options)}\n`);
    gap = "\n";
    headed = event.row;
  };
  events.on("phase", (event) => {
    if (event.phase !== "measure") return;
    delayMs = event.delayMs;
    heading(event, event.count);
  });
  events.on("transmission", ({ transmission }) => write(`${formatTransmission(transmission, options)}\n`));
  events.on("timing", (event) => {
    // A row that ended in its warm-up has no measure phase.
    if (headed !== event.row) heading(event, event.timing.transmissions.length);
    write(`${formatTotals(event.timing, delayMs, options)}\n`);
  });
  return (result) => write(`${gap}${formatComparison(result, options)}\n`);
}
