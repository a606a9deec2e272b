/** What a family of tests shows of one of its hypotheses. */
export interface Tested {
  /** Adjusted for the family: the smallest level of the family at which it is rejected. */
  readonly pValue: number;
  readonly rejected: boolean;
  /** The share of the family's level at which its own confidence bound belongs to the others. */
  readonly share: number;
}

/**
 * How much of its share a rejected hypothesis keeps for its own bound. The rest passes on to those that are not
 * rejected. With 0 this would be Holm's method, whose bounds say no more than "rejected" (Guilbaud, "Simultaneous
 * Confidence Regions Corresponding to Holm's Step-Down Procedure", 2008; Strassburger and Bretz, "Compatible
 * Simultaneous Lower Confidence Bounds for the Holm Procedure", 2008). With 1 it would be Bonferroni's.
 *
 * Six rounds of two adapters can show a difference with 0.8, together with both ends of its interval.
 */
const KEPT = 0.8;

/**
 * Weighted Holm tests of one-sided hypotheses (Holm, 1979), with bounds that hold together. The hypothesis with the
 * strongest evidence for its weight is tested first. If it is rejected, a part of its share passes on.
 *
 * Why the bounds hold together, with any dependence: let T be the hypotheses that are really true. Each of them
 * would have the share w (kept + (1 - kept) / w(T)), each other one w kept. All shares together are 1, so one of
 * the bounds is wrong with at most the family's level. If none is, no true hypothesis is rejected: before the first
 * such rejection, all that are left include T, so the share in use was not larger. And what is left at the end includes T.
 *
 * @param pValues one-sided, one for each hypothesis
 * @param weights positive. Their sum is 1.
 * @param level of the family
 */
export function stepDown(pValues: readonly number[], weights: readonly number[], level: number): Tested[] {
  const weightOf = (index: number) => weights[index] as number;
  const order = pValues
    .map((pValue, index) => ({ index, evidence: pValue / weightOf(index) }))
    .sort((a, b) => a.evidence - b.evidence);
  /** The weights of those that are not rejected yet. The sum is made anew, so that rounding does not add up. */
  const left = (from: number) => order.slice(from).reduce((sum, { index }) => sum + weightOf(index), 0);
  const factor = (from: number) => KEPT + (1 - KEPT) / Math.min(1, left(from));
  const adjusted: number[] = [];
  for (const [step, { index, evidence }] of order.entries()) {
    const before = step === 0 ? 0 : (adjusted[(order[step - 1] as { index: number }).index] as number);
    adjusted[index] = Math.min(1, Math.max(before, evidence / factor(step)));
  }
  const rejected = adjusted.filter((pValue) => pValue <= level).length;
  const all = rejected === order.length;
  return adjusted.map((pValue, index) => {
    const isRejected = pValue <= level;
    const share = weightOf(index) * (isRejected ? (all ? 1 : KEPT) : factor(rejected));
    return { pValue, rejected: isRejected, share };
  });
}
