import type { BenchmarkResult } from "../../result/result.js";

/** The pairs that a result compares, each once. A result without comparisons: each timing and the first. */
export function comparedPairs({
  comparisons,
  timings,
}: Pick<BenchmarkResult, "comparisons" | "timings">): (readonly [label: string, to: string])[] {
  const pairs = new Map<string, readonly [string, string]>();
  for (const { label, to } of comparisons) pairs.set(JSON.stringify([label, to]), [label, to]);
  if (pairs.size > 0) return [...pairs.values()];
  const [first, ...others] = timings;
  return others.map(({ label }) => [label, first?.label ?? ""]);
}
