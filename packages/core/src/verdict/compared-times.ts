import { isScheduled, type Load } from "../load/load.js";

/** A time by which timings are compared. */
export type ComparedTime = "transmissionMs" | "serviceMs" | "responseMs";

/**
 * The times by which timings are compared. The first one decides. Under a scheduled load, the response time
 * contains everything. In a closed loop, the transmission time says when the receiver has the payload, and the
 * service time when the sender has the reply. A slow reply only shows in the second one.
 */
export function comparedTimes(timings: readonly { readonly load: Load }[]): readonly ComparedTime[] {
  return timings.every(({ load }) => isScheduled(load)) ? ["responseMs"] : ["transmissionMs", "serviceMs"];
}
