// Needs nothing, so that the types of a result need nothing of the code that compares.

/**
 * What is compared with what: the label with which all others are compared, `all` for every pair, or the labels of
 * pairs: `{ head: "base" }` compares head with base.
 */
export type Reference = string | Readonly<Record<string, string>>;

/** The pairs of labels: each with the reference, each with all before it, or those that are named. */
export function pairsOf(
  labels: readonly string[],
  reference: Reference,
): (readonly [label: string, to: string])[] {
  if (typeof reference === "object") {
    return labels.flatMap((label) => {
      const to = Object.hasOwn(reference, label) ? reference[label] : undefined;
      return to === undefined ? [] : [[label, to] as const];
    });
  }
  if (reference !== "all") {
    return labels.filter((label) => label !== reference).map((label) => [label, reference]);
  }
  return labels.flatMap((to, index) => labels.slice(index + 1).map((label) => [label, to] as const));
}
