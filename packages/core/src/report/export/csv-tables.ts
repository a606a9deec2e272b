import type { Comparison, RoundResult, SenderPart, Transmission } from "../../result/result.js";
import type { Measure } from "../../verdict/comparison.js";
import { valueOfRound } from "../../verdict/measures.js";
import { whyInvalid } from "../../verdict/reason.js";
import { STATISTICS, TIMES } from "../../verdict/round-values.js";
import { checkStored, type StoredResult } from "../input.js";
import { type CsvColumns, csvOf } from "./csv.js";
import {
  type ExportedTiming,
  exportedTimings,
  type MeasuredValues,
  measuredValues,
  refuseNothing,
} from "./exported.js";

/** The columns that say what a row belongs to. */
const PLACE: CsvColumns<ExportedTiming> = {
  payload: ({ place }) => place.payload,
  network: ({ place }) => place.network,
  load: ({ place }) => place.load,
  adapter: ({ timing }) => timing.label,
  protocol: ({ timing }) => timing.adapter.name,
};

const UNITS: Readonly<Record<Measure, string>> = {
  transmission: "ms",
  service: "ms",
  response: "ms",
  p99: "ms",
  throughput: "payloads per second",
  cpu: "ms",
  faults: "faults",
  bytes: "bytes",
};

interface SummaryRow extends ExportedTiming {
  readonly values: MeasuredValues;
  readonly comparison: Comparison | undefined;
}

const SUMMARY: CsvColumns<SummaryRow> = {
  ...PLACE,
  measure: ({ values }) => values.measure,
  unit: ({ values }) => UNITS[values.measure],
  rounds: ({ values }) => values.rounds,
  median: ({ values }) => values.median,
  lowest: ({ values }) => values.lowest,
  highest: ({ values }) => values.highest,
  invalid: ({ timing, values }) => whyInvalid(timing, values.measure)?.code,
  compared_with: ({ comparison }) => comparison?.to,
  decides: ({ comparison }) => comparison && (comparison.decides ? "yes" : "no"),
  ratio: ({ comparison }) => comparison?.ratio,
  ratio_low: ({ comparison }) => comparison?.low,
  ratio_high: ({ comparison }) => comparison?.high,
  verdict: ({ comparison }) => comparison?.verdict,
};

/**
 * One row for each adapter and measure, as CSV (RFC 4180): the median and the range of its rounds, and how it compares. If
 * every pair was compared, one row for each pair. `invalid` is the code of the reason why the values must not be compared.
 * A text that a spreadsheet would take for a formula has an apostrophe before it.
 * @param stored the result of a run or of a matrix
 * @throws WireduelError `INVALID_OPTION`
 */
export function formatCsvSummary(stored: StoredResult): string {
  checkStored(stored);
  const rows = exportedTimings(stored).flatMap((exported) =>
    measuredValues(exported.timing).flatMap((values): SummaryRow[] => {
      const compared = exported.result.comparisons.filter(
        ({ label, by }) => label === exported.timing.label && by === values.measure,
      );
      return (compared.length > 0 ? compared : [undefined]).map((comparison) => ({
        ...exported,
        values,
        comparison,
      }));
    }),
  );
  return csvOf(SUMMARY, rows);
}

interface RoundRow extends ExportedTiming {
  readonly round: RoundResult;
}

/** `transmission_p50_ms` and so on. */
const TIME_COLUMNS: CsvColumns<RoundRow> = Object.fromEntries(
  TIMES.flatMap((time) =>
    STATISTICS.map((statistic) => [
      `${time}_${statistic}_ms`,
      ({ round }: RoundRow) => round.times[`${time}Ms`]?.[statistic],
    ]),
  ),
);

const by =
  (measure: Measure) =>
  ({ round, timing }: RoundRow) =>
    valueOfRound(round, measure, timing.load);

const ROUNDS: CsvColumns<RoundRow> = {
  ...PLACE,
  block: ({ round }) => round.block,
  place: ({ round }) => round.place,
  senders: ({ round }) => round.senders?.each.length ?? 1,
  status: ({ round }) => round.status,
  sent: ({ round }) => round.counts.sent,
  passed: ({ round }) => round.counts.passed,
  acknowledged: ({ round }) => round.counts.acknowledged,
  failed: ({ round }) => round.counts.failed,
  dropped: ({ round }) => round.counts.dropped,
  delivered: ({ round }) => round.counts.delivered,
  lost: ({ round }) => round.counts.lost,
  undelivered: ({ round }) => round.counts.undelivered,
  duplicated: ({ round }) => round.counts.duplicated,
  reordered: ({ round }) => round.counts.reordered,
  damaged: ({ round }) => round.counts.damaged,
  payloads_per_second: ({ round }) => round.totals.acknowledgedPerSecond,
  cpu_ms_per_payload: by("cpu"),
  page_faults_per_payload: by("faults"),
  wire_bytes_per_payload: by("bytes"),
  ...TIME_COLUMNS,
};

/**
 * One row for each round of each adapter, as CSV (RFC 4180): its counts, and percentiles of each time.
 * @param stored the result of a run or of a matrix
 * @throws WireduelError `INVALID_OPTION`
 */
export function formatCsvRounds(stored: StoredResult): string {
  checkStored(stored);
  const rows = exportedTimings(stored).flatMap((exported) =>
    exported.timing.rounds.map((round) => ({ ...exported, round })),
  );
  return csvOf(ROUNDS, rows);
}

interface SampleRow extends RoundRow {
  readonly sample: Transmission;
}

const SAMPLES: CsvColumns<SampleRow> = {
  ...PLACE,
  block: ({ round }) => round.block,
  index: ({ sample }) => sample.index,
  status: ({ sample }) => sample.status,
  sender: ({ round, sample }) => senderOf(round, sample)?.label,
  connection: ({ sample }) => sample.connection,
  payload_bytes: ({ sample }) => sample.payloadBytes,
  frame_bytes: ({ sample }) => sample.frameBytes,
  due_after_ms: ({ sample }) => sample.dueAfterMs,
  sent_after_ms: ({ sample }) => sample.sentAfterMs,
  slip_ms: ({ sample }) => sample.slipMs,
  encode_ms: ({ sample }) => sample.encodeMs,
  transport_ms: ({ sample }) => sample.transportMs,
  decode_ms: ({ sample }) => sample.decodeMs,
  transmission_ms: ({ sample }) => sample.transmissionMs,
  service_ms: ({ sample }) => sample.serviceMs,
  response_ms: ({ sample }) => sample.responseMs,
  error: ({ sample }) => sample.error?.code,
};

/** Which of several senders sent a payload. Undefined if there was one. */
function senderOf({ senders }: RoundResult, { connection }: Transmission): SenderPart | undefined {
  return senders?.each.find(({ firstConnection: first, connections }) => {
    return connection >= first && connection < first + connections;
  });
}

/**
 * One row for each transmission that the result lists, as CSV (RFC 4180). With several rounds, only the typical round of
 * each adapter lists them.
 * @param stored the result of a run. A matrix lists no transmissions.
 * @throws WireduelError `INVALID_OPTION`, also if the result lists no transmissions
 */
export function formatCsvSamples(stored: StoredResult): string {
  checkStored(stored);
  const rows = exportedTimings(stored).flatMap((exported) =>
    exported.timing.rounds.flatMap((round) =>
      round.transmissions.map((sample) => ({ ...exported, round, sample })),
    ),
  );
  refuseNothing(rows, "transmissions (a matrix lists none, nor does a run with `maxTransmissions: 0`)");
  return csvOf(SAMPLES, rows);
}
