import type { EndReport, Ends } from "../result/result.js";
import { perPayload } from "../round/end-report.js";
import type { MeasuredSender } from "./sender-outcome.js";

/**
 * The ends of all senders. What a process used is divided by the payloads of all senders, so that the sum over the ends is what
 * a payload costs. Senders with the same receiver all have reports of its process: the one that covers the longest time counts.
 */
export function mergeEnds(measured: readonly MeasuredSender[]): Ends {
  const acknowledged = measured.reduce((sum, one) => sum + one.measured.result.counts.acknowledged, 0);
  const receivers = new Map<number, EndReport>();
  for (const {
    receiver,
    measured: { result },
  } of measured) {
    for (const end of result.ends.receivers) {
      const known = receivers.get(receiver);
      if (known === undefined || durationOf(end) > durationOf(known)) receivers.set(receiver, end);
    }
  }
  return {
    senders: measured
      .flatMap((one) => one.measured.result.ends.senders)
      .map((end) => perPayloadOf(end, acknowledged)),
    receivers: [...receivers].sort(([a], [b]) => a - b).map(([, end]) => perPayloadOf(end, acknowledged)),
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
