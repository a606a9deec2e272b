import type { Counts } from "../result/result.js";
import type { Series } from "../stats/series.js";
import type { SenderOutcome } from "./sender-outcome.js";

/** The counts of a sender that was lost: nobody knows what arrived. */
const UNKNOWN: Counts = {
  sent: 0,
  passed: 0,
  acknowledged: 0,
  failed: 0,
  dropped: 0,
  mostInFlight: 0,
  delivered: null,
  lost: null,
  undelivered: null,
  duplicated: null,
  reordered: null,
  damaged: null,
};

/** The counts of one sender. */
export function countsOfSender({ measured }: SenderOutcome): Counts {
  return measured?.result.counts ?? UNKNOWN;
}

/**
 * All counts are sums. What senders had in flight may not have been in flight at the same moment, so that is a bound.
 * @param series that of all senders
 */
export function sumOfCounts(counts: readonly Counts[], { intervals }: Series): Counts {
  const sum = (name: "sent" | "passed" | "acknowledged" | "failed" | "dropped") =>
    counts.reduce((total, one) => total + one[name], 0);
  const sumOrNull = (name: "delivered" | "lost" | "undelivered" | "duplicated" | "reordered" | "damaged") =>
    counts.reduce<number | null>((total, { [name]: value }) => {
      return total === null || value === null ? null : total + value;
    }, 0);
  return {
    sent: sum("sent"),
    passed: sum("passed"),
    acknowledged: sum("acknowledged"),
    failed: sum("failed"),
    dropped: sum("dropped"),
    mostInFlight: Math.max(0, ...intervals.map(({ mostInFlight }) => mostInFlight)),
    delivered: sumOrNull("delivered"),
    lost: sumOrNull("lost"),
    undelivered: sumOrNull("undelivered"),
    duplicated: sumOrNull("duplicated"),
    reordered: sumOrNull("reordered"),
    damaged: sumOrNull("damaged"),
  };
}
