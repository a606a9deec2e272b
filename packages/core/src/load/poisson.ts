import { seededRandom } from "../stats/seeded-random.js";
import type { Poisson } from "./load.js";
import type { Pacer } from "./pacer.js";
import { NS_PER_SECOND, schedulePacer } from "./schedule.js";

/**
 * A Poisson process: the distances are independent and exponential, drawn by inversion, -ln(1 - u) / rate (Devroye,
 * "Non-Uniform Random Variate Generation", 1986, II.2). The first payload, too, is one distance after the beginning.
 */
export function poissonPacer(load: Pick<Poisson, "ratePerSecond" | "seed" | "count" | "durationMs">): Pacer {
  const random = seededRandom(load.seed);
  let due = 0;
  return schedulePacer(() => {
    due += (-Math.log(1 - random()) * NS_PER_SECOND) / load.ratePerSecond;
    return due;
  }, load);
}
