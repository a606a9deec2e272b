import type { BenchmarkResult } from "../result/result.js";

/** The whole result as indented JSON, with a line break at its end. */
export function formatJson(result: BenchmarkResult): string {
  return `${JSON.stringify(result, null, 2)}\n`;
}
