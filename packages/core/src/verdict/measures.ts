import { isScheduled, type Load } from "../load/load.js";
import type { RoundResult } from "../result/round-result.js";
import type { SliceMedians } from "../result/slice.js";
import type { Measure } from "./comparison.js";
import { type AmountUsed, sumUsed } from "./used-by-ends.js";

/** The measures of one-way or round-trip times, and where a round and its slices have their median. */
export const MEDIANS: Readonly<Partial<Record<Measure, keyof SliceMedians>>> = {
  transmission: "transmissionMs",
  service: "serviceMs",
  response: "responseMs",
};

/** The measure that decides if the user names none. A scheduled load has response times, which contain everything. */
export function usualMeasure(load: Load): Measure {
  return isScheduled(load) ? "response" : "transmission";
}

/** Why a run with this load has no values of a measure. Undefined if it may have them. */
export function whyNotMeasured(measure: Measure, load: Load): string | undefined {
  if (measure === "response" && !isScheduled(load)) return "only a scheduled load has response times";
  if (measure !== "throughput") return undefined;
  if (isScheduled(load)) return "the schedule decides the throughput";
  return load.thinkTimeMs > 0 ? "the think time decides the throughput" : undefined;
}

/** Whether a measure is better if it is larger. */
export function isBetterLarge(measure: Measure): boolean {
  return measure === "throughput";
}

/** The value of a round. Null if it is unknown. */
export function valueOfRound(round: RoundResult, measure: Measure, load: Load): number | null {
  const { times, totals } = round;
  switch (measure) {
    case "transmission":
      return times.transmissionMs?.p50 ?? null;
    case "service":
      return times.serviceMs?.p50 ?? null;
    case "response":
      return times.responseMs?.p50 ?? null;
    case "p99":
      return (isScheduled(load) ? times.responseMs : times.transmissionMs)?.p99 ?? null;
    case "throughput":
      return totals.acknowledgedPerSecond;
    case "cpu":
      return ofBothEnds(round, ({ cpuMsPerPayload }) => cpuMsPerPayload);
    case "faults": {
      const faults = ofBothEnds(round, ({ minorFaultsPerPayload }) => minorFaultsPerPayload);
      // Few faults differ by large factors, and nobody can notice it.
      return faults === null ? null : Math.max(1, faults);
    }
    case "bytes": {
      if (!round.wire) return null;
      const { upBytes, downBytes, payloads } = round.wire.steady;
      return (upBytes + downBytes) / payloads;
    }
  }
}

function ofBothEnds({ ends }: RoundResult, amountOf: AmountUsed): number | null {
  return sumUsed([...ends.senders, ...ends.receivers], amountOf);
}

/** Whether clocks of two ends that differ make the measure wrong: one-way times. */
export function isOneWay(measure: Measure, load: Load): boolean {
  return measure === "transmission" || (measure === "p99" && !isScheduled(load));
}
