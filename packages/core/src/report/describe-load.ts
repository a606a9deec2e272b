import type { Load, Stage } from "../load/load.js";
import { countOf, formatCount, formatDelay } from "./format-number.js";

/**
 * A load in a few words: `10 images`, `100 images, 8 at a time`, `images at 200/s for 10s`.
 * @param size what stands after the noun: ` of 100 bytes`
 */
export function describeLoad(load: Load, noun: string, size = ""): string {
  switch (load.kind) {
    case "closed-loop": {
      const together = load.concurrency > 1 ? `, ${formatCount(load.concurrency)} at a time` : "";
      if (load.count !== null) return `${countOf(load.count, noun)}${size}${together}`;
      return `${noun}s${size} for ${formatDelay(load.durationMs ?? 0)}${together || ", one at a time"}`;
    }
    case "constant-rate":
      return `${noun}s${size} at ${formatRate(load.ratePerSecond)}${end(load)}`;
    case "poisson":
      return `${noun}s${size} at random, ${formatRate(load.ratePerSecond)}${end(load)}`;
    case "stages":
      return `${noun}s${size} at ${load.stages.map(describeStage).join(", then ")}`;
  }
}

/** Whether payloads go one by one, and are so few (a thousand at most) that a report lists each. */
export function listsTransmissions(load: Load): boolean {
  return (
    load.kind === "closed-loop" && load.concurrency === 1 && load.count !== null && load.count <= MOST_LISTED
  );
}

const MOST_LISTED = 1_000;

function end({ count, durationMs }: { count: number | null; durationMs: number | null }): string {
  return count === null ? ` for ${formatDelay(durationMs ?? 0)}` : `, ${formatCount(count)} of them`;
}

function describeStage({ ratePerSecond, durationMs }: Stage): string {
  const rate =
    typeof ratePerSecond === "number"
      ? formatRate(ratePerSecond)
      : `${formatCount(ratePerSecond.from)} to ${formatRate(ratePerSecond.to)}`;
  return `${rate} for ${formatDelay(durationMs)}`;
}

function formatRate(perSecond: number): string {
  return `${perSecond.toLocaleString("en-US", { maximumFractionDigits: 3 })}/s`;
}
