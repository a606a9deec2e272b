import { type Clock, NS_PER_MS, systemClock } from "./clock.js";

/** A wait is counted in steps of at most this length. */
const LONGEST_STEP_MS = 1_000;
/** A short wait has as many. */
const FEWEST_STEPS = 4;
/** Node's timers fire up to 1 ms early. So a wait is over when less is left than this. */
const MOST_LEFT_MS = 1;

/**
 * Calls `run` after this process has listened for `delayMs`. It is for waits that end when something arrives.
 *
 * A process that is stopped (Ctrl-Z, a debugger) or blocked does not listen. When it goes on, its timers fire before it
 * reads what has arrived meanwhile. So the time is counted in steps. A step never counts as more than two, and after one
 * that was late, another one follows.
 *
 * @returns a function that cancels it
 */
export function afterListening(delayMs: number, run: () => void, clock: Clock = systemClock): () => void {
  const stepMs = Math.min(LONGEST_STEP_MS, delayMs / FEWEST_STEPS);
  const enoughMs = Math.min(MOST_LEFT_MS, stepMs / 2);
  let leftMs = delayMs;
  let extended = false;
  let cancel: () => void;
  const step = () => {
    const from = clock.now();
    cancel = clock.setTimer(Math.min(stepMs, leftMs), () => {
      const tookMs = (clock.now() - from) / NS_PER_MS;
      leftMs -= Math.min(tookMs, 2 * stepMs);
      if (leftMs > enoughMs) return step();
      // Only once: an event loop that is always blocked must not wait for ever.
      if (tookMs <= 2 * stepMs || extended) return run();
      extended = true;
      leftMs = stepMs;
      step();
    });
  };
  step();
  return () => cancel();
}
