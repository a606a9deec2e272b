import type { EndReport, Ends } from "../result/result.js";
import { perPayload } from "../round/end-report.js";
import type { MeasuredSender } from "./sender-outcome.js";

/** The receivers of which these senders have reports, in the order of `ends.receivers`. */
export function receiversOf(measured: readonly MeasuredSender[]): readonly number[] {
  const reported = measured.flatMap(({ receiver, measured: { result } }) =>
    result.ends.receivers.map(() => receiver),
  );
  return [...new Set(reported)].sort((a, b) => a - b);
}

/**
 * The ends of all senders. What a process used is divided by the payloads of all senders, so that the sum over the ends is what
 * a payload costs. Senders with the same receiver all have reports of its process: the one that covers the longest time counts.
 */
export function mergeEnds(measured: readonly MeasuredSender[]): Ends {
  const acknowledged = measured.reduce((sum, one) => sum + one.measured.result.counts.acknowledged, 0);
  const endsOf = (role: keyof Ends, senders: readonly MeasuredSender[]) =>
    senders.flatMap((one) => one.measured.result.ends[role]);
  const receivers = receiversOf(measured).map((receiver) =>
    endsOf(
      "receivers",
      measured.filter((one) => one.receiver === receiver),
    ).reduce((longest, end) => (durationOf(end) > durationOf(longest) ? end : longest)),
  );
  return {
    senders: endsOf("senders", measured).map((end) => perPayloadOf(end, acknowledged)),
    receivers: receivers.map((end) => perPayloadOf(end, acknowledged)),
  };
}

function durationOf({ resources }: EndReport): number {
  return resources?.durationMs ?? -1;
}

function perPayloadOf(end: EndReport, acknowledged: number): EndReport {
  const { resources } = end;
  return resources === null
    ? end
    : { ...end, resources: { ...resources, ...perPayload(resources, acknowledged) } };
}
