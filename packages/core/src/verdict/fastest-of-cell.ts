import type { FastestOfCell } from "../result/matrix.js";
import type { Comparison } from "./comparison.js";
import { isBetterLarge } from "./measures.js";

/**
 * Which adapter is fastest, from the comparisons of a cell. Two that were not compared with each other are ordered by
 * their intervals against a common third one: all intervals of a run hold together, so `a` is faster than `b` if the
 * interval of a's ratio ends before that of b's begins.
 *
 * @param labels of all adapters, in the order of the options
 * @param cell the index of the cell
 */
export function fastestOfCell(
  labels: readonly string[],
  comparisons: readonly Comparison[],
  cell: number,
): FastestOfCell {
  const deciding = comparisons.filter(({ decides }) => decides);
  const valid = deciding.filter(({ verdict }) => verdict !== "invalid");
  const compared = labels.filter((label) => valid.some((one) => one.label === label || one.to === label));
  const base = {
    cell,
    by: deciding[0]?.by ?? null,
    invalid: labels.filter((one) => !compared.includes(one)),
  };
  if (compared.length === 0) return { ...base, verdict: "unknown", labels: [] };
  const beaten = (label: string) => compared.some((other) => isFaster(other, label, valid));
  const leaders = compared.filter((label) => !beaten(label));
  // Intervals that miss their ratios may contradict each other, so that none is left.
  if (leaders.length === 0) return { ...base, verdict: "undecided", labels: compared };
  return { ...base, verdict: verdictOf(leaders, compared, valid), labels: leaders };
}

function verdictOf(
  leaders: readonly string[],
  compared: readonly string[],
  comparisons: readonly Comparison[],
): FastestOfCell["verdict"] {
  const [first] = leaders;
  if (leaders.length === 1) {
    const beatsAll = compared.every(
      (other) => other === first || isFaster(first as string, other, comparisons),
    );
    return beatsAll ? "one" : "undecided";
  }
  const sameAs = (reference: string) =>
    leaders.every((label) => label === reference || isSame(label, reference, comparisons));
  return leaders.some(sameAs) ? "same" : "undecided";
}

function isSame(a: string, b: string, comparisons: readonly Comparison[]): boolean {
  return comparisons.some(
    ({ label, to, verdict }) =>
      verdict === "same" && ((label === a && to === b) || (label === b && to === a)),
  );
}

function isFaster(a: string, b: string, comparisons: readonly Comparison[]): boolean {
  if (a === b) return false;
  const direct = comparisons.find((one) => [a, b].includes(one.label) && [a, b].includes(one.to));
  if (direct) return direct.verdict === (direct.label === a ? "faster" : "slower");
  const of = (name: string) => comparisons.filter(({ label }) => label === name);
  return of(a).some((one) => of(b).some((other) => one.to === other.to && endsBefore(one, other)));
}

/** Whether every ratio in the interval of `a` is better than every ratio in that of `b`. */
function endsBefore(a: Comparison, b: Comparison): boolean {
  if (a.low === null || a.high === null || b.low === null || b.high === null) return false;
  return isBetterLarge(a.by) ? a.low > b.high : a.high < b.low;
}
