import type { ClockReport } from "../clock/clock-model.js";

/** The least certain clock of all senders: the one-way times of the round are not better than that. */
export function mergeClocks(clocks: readonly ClockReport[]): ClockReport {
  const [first, ...others] = clocks;
  if (first === undefined) throw new Error("there is no clock");
  return others.reduce((worst, clock) => (uncertainty(clock) > uncertainty(worst) ? clock : worst), first);
}

function uncertainty(clock: ClockReport): number {
  if (clock.kind === "shared") return -1;
  return clock.kind === "estimated" ? clock.errorMs : Number.POSITIVE_INFINITY;
}
