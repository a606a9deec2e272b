import { formatCount } from "../format-number.js";

/**
 * What the joint level of the intervals means: `All intervals of this report together hold in at least 95 of 100 runs.`
 * @param what which of them
 */
export function confidenceInWords(confidence: number, what: "report" | "matrix"): string {
  const runs = confidence > 0.99 ? 1_000 : 100;
  // The product of a binary fraction may be off in its last digit.
  const held = Math.floor(runs * confidence + 1e-9);
  return `All intervals of this ${what} together hold in at least ${formatCount(held)} of ${formatCount(runs)} runs.`;
}
