import { NS_PER_MS } from "../../clock/clock.js";
import type { RoundResult } from "../../result/result.js";
import { TIMES } from "../../verdict/round-values.js";
import { checkStored, type StoredResult } from "../input.js";
import { type ExportedTiming, exportedCells, refuseNothing, timingsOf } from "./exported.js";
import { token } from "./token.js";

/**
 * The histograms as an HdrHistogram log, which HistogramLogAnalyzer and the libraries of HdrHistogram read. Values are
 * nanoseconds, and the third column is the maximum in milliseconds. Each round is an interval. Its tag names the place, the
 * adapter and the time: `Tag=10_kB/none/1_at_a_time/gRPC/transmission`. A result does not have the start of each round, and
 * rounds take turns, so intervals follow one another in the log without gaps.
 *
 * If the two ends read different clocks, one-way times can be negative within the error of their offset. HdrHistogram has no
 * place for that, so these times are left out, and a comment says so.
 *
 * The format: https://github.com/HdrHistogram/HdrHistogram/blob/master/src/main/java/org/HdrHistogram/HistogramLogWriter.java
 *
 * @param stored the result of a run or of a matrix
 * @throws WireduelError `INVALID_OPTION`, also if no time was measured
 */
export function formatHdrLog(stored: StoredResult): string {
  checkStored(stored);
  const comments = new Set<string>();
  const lines: string[] = [];
  let startMs = 0;
  for (const measured of inOrder(stored)) {
    const { round } = measured;
    const lengthMs = round.totals.wallMs ?? 0;
    for (const time of TIMES) {
      const histogram = round.histograms[`${time}Ms`];
      if (!histogram || histogram.samples === 0) continue;
      if (histogram.shiftNs !== 0) {
        comments.add(`#[left out: ${time} of ${tagOf(measured)}, because it may be negative]`);
        continue;
      }
      const interval = [startMs / 1_000, lengthMs / 1_000, (histogram.maxNs ?? 0) / NS_PER_MS];
      const numbers = interval.map((value) => value.toFixed(3)).join(",");
      lines.push(`Tag=${tagOf(measured)}/${time},${numbers},${histogram.encoded}`);
    }
    startMs += lengthMs;
  }
  refuseNothing(lines, "histograms");
  const start = (Date.parse(stored.startedAt) / 1_000).toFixed(3);
  return [
    "#[Histogram log format version 1.3]",
    `#[StartTime: ${start} (seconds since epoch), ${stored.startedAt}]`,
    `#[BaseTime: ${start} (seconds since epoch)]`,
    ...comments,
    '"StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"',
    ...lines,
    "",
  ].join("\n");
}

interface OneRound extends ExportedTiming {
  readonly round: RoundResult;
}

/** The rounds of each cell in the order of their blocks. */
function inOrder(stored: StoredResult): readonly OneRound[] {
  return exportedCells(stored).flatMap((cell) =>
    timingsOf(cell)
      .flatMap((exported) => exported.timing.rounds.map((round) => ({ ...exported, round })))
      .sort((one, other) => one.round.block - other.round.block || one.round.place - other.round.place),
  );
}

function tagOf({ place: { payload, network, load }, timing }: ExportedTiming): string {
  const words = [payload, network, load, timing.label].map(token);
  // A tag ends at a comma.
  return words.join("/").replaceAll(",", "%2C");
}
