import { NS_PER_MS } from "../clock/clock.js";
import type { SenderPart, SendersReport, Times } from "../result/result.js";
import { eachTime } from "../round/recorded.js";
import { countsOfSender } from "./merge-counts.js";
import { receiversOf } from "./merge-ends.js";
import { errorOf } from "./merge-failures.js";
import type { MeasuredSender, SenderOutcome } from "./sender-outcome.js";
import type { Start } from "./starts.js";

const NO_TIMES: Times = eachTime(() => null);

/** What each sender did, for the result. */
export function sendersReport(
  outcomes: readonly SenderOutcome[],
  measured: readonly MeasuredSender[],
  starts: readonly Start[],
): SendersReport {
  const late = starts.flatMap(({ lateMs }) => lateMs ?? []);
  const firstSent = Math.min(...starts.flatMap(({ sentAfterMs }) => sentAfterMs ?? []));
  // That of a sender that did not begin says nothing.
  const errorsNs = measured.flatMap(({ measured: { part, offsetErrorNs } }) =>
    part.beganAt === null ? [] : offsetErrorNs,
  );
  const receivers = receiversOf(measured);
  return {
    startSkewMs: late.length < 2 ? null : Math.max(...late) - Math.min(...late),
    skewErrorMs: (2 * Math.max(0, ...errorsNs)) / NS_PER_MS,
    each: outcomes.map((outcome): SenderPart => {
      const { label, receiver, load, firstConnection, connections } = outcome;
      const result = outcome.measured?.result;
      const end = indexIn(measured, outcome as MeasuredSender);
      const start = end === null ? undefined : starts[end];
      return {
        label,
        status: result?.status ?? "failed",
        end,
        receiver: indexIn(receivers, receiver),
        load,
        firstConnection,
        connections,
        startedAfterMs: start?.sentAfterMs == null ? null : start.sentAfterMs - firstSent,
        counts: countsOfSender(outcome),
        times: result?.times ?? NO_TIMES,
        acknowledgedPerSecond: result?.totals.acknowledgedPerSecond ?? null,
        // Senders list more than the round does.
        warnings: (result?.warnings ?? []).filter(({ code }) => code !== "TRANSMISSIONS_CAPPED"),
        error: errorOf(outcome),
      };
    }),
  };
}

function indexIn<T>(list: readonly T[], one: T): number | null {
  const index = list.indexOf(one);
  return index === -1 ? null : index;
}
