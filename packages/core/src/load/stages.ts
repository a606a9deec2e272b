import { NS_PER_MS, NS_PER_SECOND } from "../clock/clock.js";
import type { Stage, Stages } from "./load.js";
import type { Pacer } from "./pacer.js";
import { schedulePacer } from "./scheduled.js";

/**
 * The n-th payload is due when the integral of the rate reaches n, so there is no gap or burst between
 * stages. In a stage from rate a to rate b over d seconds, H(t) = a t + (b - a) t^2 / 2d payloads are due in
 * its first t seconds.
 */
export function stagesPacer({ stages, count }: Pick<Stages, "stages" | "count">): Pacer {
  let stage = 0;
  let stageBeganNs = 0;
  let dueBefore = 0;
  return schedulePacer(
    (n) => {
      for (let now = stages[stage]; now !== undefined; now = stages[++stage]) {
        const inStage = timeUntil(n - dueBefore, now);
        if (inStage !== undefined) return stageBeganNs + inStage * NS_PER_SECOND;
        dueBefore += dueIn(now);
        stageBeganNs += now.durationMs * NS_PER_MS;
      }
      return undefined;
    },
    { count, durationMs: null },
  );
}

/** How many payloads are due in a stage. A fraction is carried over to the next stage. */
function dueIn({ ratePerSecond, durationMs }: Stage): number {
  const mean =
    typeof ratePerSecond === "number" ? ratePerSecond : (ratePerSecond.from + ratePerSecond.to) / 2;
  return (mean * durationMs) / 1_000;
}

/**
 * After how many seconds of a stage `payloads` are due: solves H(t) = payloads. Undefined: not within this
 * stage.
 */
function timeUntil(payloads: number, stage: Stage): number | undefined {
  // A rounding error below 0 must mean the start of the stage.
  if (payloads <= 0) return 0;
  if (payloads >= dueIn(stage)) return undefined;
  const { ratePerSecond } = stage;
  if (typeof ratePerSecond === "number") return payloads / ratePerSecond;
  const { from, to } = ratePerSecond;
  const slope = ((to - from) * 1_000) / stage.durationMs;
  // The root of slope/2 t^2 + from t - payloads, in the form that loses no digits if the slope is small.
  return (2 * payloads) / (from + Math.sqrt(from * from + 2 * slope * payloads));
}
