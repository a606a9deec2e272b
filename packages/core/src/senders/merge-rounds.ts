import type { UnplacedRound } from "../round/round-result.js";
import { mergeSeries } from "../stats/series.js";
import { mergeClocks } from "./merge-clocks.js";
import { countsOfSender, sumOfCounts } from "./merge-counts.js";
import { mergeEnds } from "./merge-ends.js";
import { mergeFailures, mergeStatus, roundErrors } from "./merge-failures.js";
import { mergeTimes } from "./merge-times.js";
import { mergeTotals } from "./merge-totals.js";
import { mergeTransmissions } from "./merge-transmissions.js";
import { mergeWarnings } from "./merge-warnings.js";
import type { MeasuredSender, SenderOutcome } from "./sender-outcome.js";
import { sendersReport } from "./senders-report.js";
import { startsOf } from "./starts.js";

/**
 * One round of several senders that sent at the same time. Counts and histograms are added exactly. Times and rates are
 * those of all payloads together. A sender that was lost makes the round `failed`, and what the others measured is kept.
 *
 * @param outcomes at least one of them has measured something
 * @param maxTransmissions how many transmissions the round lists
 */
export async function mergeRounds(
  outcomes: readonly SenderOutcome[],
  maxTransmissions: number,
): Promise<UnplacedRound> {
  const measured = outcomes.filter((one): one is MeasuredSender => one.measured !== null);
  const [first] = measured;
  if (first === undefined) throw new Error("no sender has measured anything");
  const results = measured.map((one) => one.measured.result);
  const starts = startsOf(measured);
  const listed = mergeTransmissions(measured, starts);
  // Then the numbers are exact. Otherwise they come from the histograms.
  const all = results.every(isComplete) ? listed : null;
  const series = mergeSeries(
    first.measured.part.series.of,
    measured.map(({ measured: { part } }, index) => ({
      series: part.series,
      startedAfterMs: starts[index]?.beganAfterMs ?? 0,
    })),
  );
  const round = {
    status: mergeStatus(outcomes),
    clock: mergeClocks(results.map(({ clock }) => clock)),
    tls: first.measured.result.tls,
    connectMs: Math.max(...results.map(({ connectMs }) => connectMs)),
    firstTransmission: first.measured.result.firstTransmission,
    warmedUp: results.reduce((sum, { warmedUp }) => sum + warmedUp, 0),
    transmissions: listed.slice(0, maxTransmissions),
    slices: [],
    totals: mergeTotals(measured, starts, all),
    ...(await mergeTimes(results, all)),
    series,
    counts: sumOfCounts(outcomes.map(countsOfSender), series),
    failures: mergeFailures(results),
    wire: results.find(({ wire }) => wire !== null)?.wire ?? null,
    held: first.measured.result.held,
    ends: mergeEnds(measured),
    senders: sendersReport(outcomes, measured, starts),
    errors: roundErrors(outcomes),
  } satisfies Omit<UnplacedRound, "warnings">;
  return { ...round, warnings: mergeWarnings(measured, round) };
}

/** Whether every payload is listed with its times. */
function isComplete({ timesFrom, transmissions, counts }: UnplacedRound): boolean {
  return timesFrom === "transmissions" && transmissions.length === counts.sent;
}
