/** The pairs of labels: each with the reference, or each with all before it. */
export function pairsOf(
  labels: readonly string[],
  reference: string,
): (readonly [label: string, to: string])[] {
  if (reference !== "all") {
    return labels.filter((label) => label !== reference).map((label) => [label, reference]);
  }
  return labels.flatMap((to, index) => labels.slice(index + 1).map((label) => [label, to] as const));
}
