import { NS_PER_MS, NS_PER_SECOND } from "../clock/clock.js";
import { seededRandom } from "../stats/seeded-random.js";
import type { ConstantRate, Poisson } from "./load.js";
import type { Pacer } from "./pacer.js";

/**
 * A pacer that follows a schedule, whether or not payloads settle. It ends by count or duration, whichever is
 * first.
 */
export function schedulePacer(
  /**
   * When payload n is due (from 0), in nanoseconds. Called once for each, in order. Undefined: there are no
   * more.
   */
  dueOf: (n: number) => number | undefined,
  { count, durationMs }: { readonly count: number | null; readonly durationMs: number | null },
): Pacer {
  const endNs = durationMs === null ? Number.POSITIVE_INFINITY : durationMs * NS_PER_MS;
  let n = 0;
  let due = dueOf(0);
  return {
    sendsUntil: Number.POSITIVE_INFINITY,
    due() {
      return due === undefined || due >= endNs || n === count ? undefined : due;
    },
    taken() {
      due = dueOf(++n);
    },
    settled() {},
  };
}

/** The n-th payload is due n / rate after the start, so rounding errors do not add up. */
export function constantRatePacer(load: Pick<ConstantRate, "ratePerSecond" | "count" | "durationMs">): Pacer {
  return schedulePacer((n) => (n * NS_PER_SECOND) / load.ratePerSecond, load);
}

/**
 * A Poisson process: the gaps between payloads are independent and exponential. They are drawn by inversion,
 * -ln(1 - u) / rate (Devroye, "Non-Uniform Random Variate Generation", 1986, II.2). The first payload is due
 * one gap after the start.
 */
export function poissonPacer(load: Pick<Poisson, "ratePerSecond" | "seed" | "count" | "durationMs">): Pacer {
  const random = seededRandom(load.seed);
  let due = 0;
  return schedulePacer(() => {
    due += (-Math.log(1 - random()) * NS_PER_SECOND) / load.ratePerSecond;
    return due;
  }, load);
}
