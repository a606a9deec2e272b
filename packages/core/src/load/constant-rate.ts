import type { ConstantRate } from "./load.js";
import type { Pacer } from "./pacer.js";
import { NS_PER_SECOND, schedulePacer } from "./schedule.js";

/** The n-th payload is due n / rate after the beginning: no error adds up. */
export function constantRatePacer(load: Pick<ConstantRate, "ratePerSecond" | "count" | "durationMs">): Pacer {
  return schedulePacer((n) => (n * NS_PER_SECOND) / load.ratePerSecond, load);
}
