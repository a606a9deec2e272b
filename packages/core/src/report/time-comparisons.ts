import type { Comparison } from "../result/result.js";
import type { ComparedTime } from "../verdict/compared-times.js";

/** What the rounds show of two timings by one time. Both ends of the interval are null if there are too few rounds. */
export interface TimeComparison {
  readonly label: string;
  readonly to: string;
  readonly of: ComparedTime;
  readonly ratio: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly confidence: number;
  readonly verdict: "faster" | "slower" | "no-difference-shown" | "too-few-rounds";
}

const TIMES: Readonly<Partial<Record<Comparison["by"], ComparedTime>>> = {
  transmission: "transmissionMs",
  service: "serviceMs",
  response: "responseMs",
};

/** The comparisons by times that have a ratio. */
export function timeComparisons(comparisons: readonly Comparison[]): TimeComparison[] {
  return comparisons.flatMap(({ label, to, by, ratio, low, high, confidence, verdict }): TimeComparison[] => {
    const of = TIMES[by];
    if (of === undefined || ratio === null || verdict === "invalid") return [];
    const pair = { label, to, of, ratio, confidence };
    if (low === null || high === null) return [{ ...pair, low: null, high: null, verdict: "too-few-rounds" }];
    const shown = verdict === "faster" || verdict === "slower" ? verdict : "no-difference-shown";
    return [{ ...pair, low, high, verdict: shown }];
  });
}
