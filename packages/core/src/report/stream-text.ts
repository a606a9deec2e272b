import type { AdapterEvent } from "../events/events.js";
import type { Load } from "../load/load.js";
import type { BenchmarkResult, Times } from "../result/result.js";
import type { ComparedTime } from "../verdict/compared-times.js";
import { formatComparison } from "./comparison.js";
import { formatMs } from "./format-number.js";
import { listsTransmissions } from "./in-words.js";
import { checkTextOptions, type TextOptions } from "./input.js";
import { progressInWords, roundInWords, writeProgress } from "./progress-text.js";
import { checkSource, type EventSource, subscribe } from "./source.js";
import { formatHeading, formatTransmission } from "./text.js";
import { TIME_NAMES } from "./timings-in-words.js";
import { formatTotals } from "./totals.js";

/**
 * Writes the lines of `formatText` during a run, and each transmission as soon as it is acknowledged. While nothing
 * else is written, a slow warm-up or measurement gets a line every five seconds. The text can differ from that of
 * `formatText`: damage and the final clock offset are only known at the end of a round. With several rounds, it
 * writes one line per round.
 *
 * @param events the emitter that is also passed to `runBenchmark` as `events`
 * @param write called with pieces of text that end with a line break
 * @returns a function that writes the comparison. Call it with the result.
 * @throws WireduelError `INVALID_OPTION`
 */
export function streamText(
  events: EventSource,
  write: (text: string) => void,
  options?: TextOptions,
): (result: BenchmarkResult) => void {
  checkSource(events, write);
  const { noun } = checkTextOptions(options);
  let load: Load | undefined;
  let gap = "";
  let below = "";
  let headed = -1;
  let severalRounds = false;
  const heading = (event: AdapterEvent, of: Load) => {
    // The empty line below it comes with the first transmission, or with the totals.
    write(`${gap}${formatHeading(event, of, options).trimEnd()}\n`);
    below = "\n";
    gap = "\n";
    headed = event.index;
  };
  subscribe(events, "phase", (event) => {
    if (event.rounds !== 1 || event.phase !== "measure" || event.load === null) return;
    load = event.load;
    heading(event, load);
  });
  writeProgress(events, (progress) => {
    const listed = progress.phase === "measure" && load !== undefined && listsTransmissions(load);
    if (!listed) write(`${progressInWords(progress, noun)}\n`);
  });
  subscribe(events, "transmission", ({ transmission }) => {
    if (!load || !listsTransmissions(load)) return;
    write(`${below}${formatTransmission(transmission, options)}\n`);
    below = "";
  });
  subscribe(events, "round", ({ label, round, of, result: { times } }) => {
    if (of === 1) return;
    severalRounds = true;
    write(`${roundInWords(round, of)}, ${label}: ${mediansInWords(times)}\n`);
    gap = "\n";
  });
  subscribe(events, "timing", (event) => {
    if (severalRounds) return;
    // A round that ended during the warm-up has no measure phase, so its heading is still missing.
    if (headed !== event.index) heading(event, event.timing.load);
    write(`${formatTotals(event.timing, options)}\n`);
  });
  return (result) => write(`${gap}${formatComparison(result, options)}\n`);
}

/** The medians by which rounds compare: `median transmission time 1.20 ms, service time 1.30 ms`. */
function mediansInWords(times: Times): string {
  const compared: readonly ComparedTime[] = times.responseMs
    ? ["responseMs"]
    : ["transmissionMs", "serviceMs"];
  const known = compared.flatMap((time) => {
    const median = times[time]?.p50;
    return median === undefined ? [] : `${TIME_NAMES[time]} ${formatMs(median)} ms`;
  });
  return known.length > 0 ? `median ${known.join(", ")}` : "no times";
}
