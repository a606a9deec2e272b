import type { ResultDifference } from "./result-comparison.js";

/** `machine: cpuCount is 4 in base, 8 in head`. */
export function differenceInWords({ name, of, what, base, head }: ResultDifference): string {
  const [own, other] = [base, head].map((value) => (value === null ? "none" : JSON.stringify(value)));
  return `${name}: ${what}${of === null ? "" : ` of ${of}`} is ${own} in base, ${other} in head`;
}
