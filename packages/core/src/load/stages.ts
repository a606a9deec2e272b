import { NS_PER_MS } from "../clock/clock.js";
import type { Stage, Stages } from "./load.js";
import type { Pacer } from "./pacer.js";
import { NS_PER_SECOND, schedulePacer } from "./schedule.js";

/**
 * The n-th payload is due when the rate's integral reaches n, so stages join without a gap or a burst. In a stage from
 * rate a to rate b over d seconds, H(t) = a t + (b - a) t^2 / 2d payloads are due by its time t.
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

/** How many payloads are due in a stage; a fraction is the beginning of one that is due in the next. */
function dueIn({ ratePerSecond, durationMs }: Stage): number {
  const mean =
    typeof ratePerSecond === "number" ? ratePerSecond : (ratePerSecond.from + ratePerSecond.to) / 2;
  return (mean * durationMs) / 1_000;
}

/** Seconds into a stage until `payloads` of it are due: H(t) = payloads. Undefined: not before its end. */
function timeUntil(payloads: number, stage: Stage): number | undefined {
  // What rounding leaves of a whole payload is due with the stage, not at its end.
  if (payloads <= 0) return 0;
  if (payloads >= dueIn(stage)) return undefined;
  const { ratePerSecond } = stage;
  if (typeof ratePerSecond === "number") return payloads / ratePerSecond;
  const { from, to } = ratePerSecond;
  const slope = ((to - from) * 1_000) / stage.durationMs;
  // The root of slope/2 t^2 + from t - payloads in its form that loses no digits where slope is small.
  return (2 * payloads) / (from + Math.sqrt(from * from + 2 * slope * payloads));
}
