/** The share of the variation of one list that a line through the other explains: r squared (Pearson). Null if one does not vary. */
export function explainedShare(a: readonly number[], b: readonly number[]): number | null {
  const varies = (values: readonly number[]) => values.some((value) => value !== values[0]);
  if (!varies(a) || !varies(b)) return null;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [squaresA, squaresB, products] = [0, 0, 0];
  for (const [index, value] of a.entries()) {
    const [left, right] = [value - meanA, (b[index] as number) - meanB];
    squaresA += left ** 2;
    squaresB += right ** 2;
    products += left * right;
  }
  return products ** 2 / (squaresA * squaresB);
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
