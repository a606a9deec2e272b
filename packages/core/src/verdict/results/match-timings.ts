import { invalidChoice, invalidOption } from "../../options/kinds.js";
import type { BenchmarkResult, Timing } from "../../result/result.js";
import type { ResultDifference } from "./result-comparison.js";

/** An adapter of base and the one of head that it is compared with. */
export interface Match {
  readonly base: Timing;
  readonly head: Timing;
}

/** The matched timings, and the adapters without a match. */
export interface Matched {
  readonly matches: readonly Match[];
  readonly missing: readonly ResultDifference[];
}

type Labelled = Pick<BenchmarkResult, "timings" | "notRun">;

/**
 * Matches the timings of two runs by their labels, or by `match`. If both are one run, only `match` counts: there, an
 * adapter would be compared with itself.
 * @throws WireduelError `INVALID_OPTION` if `match` names a label that does not exist, or one of head's twice
 */
export function matchTimings(
  base: Labelled,
  head: Labelled,
  { match, oneRun }: { readonly match: Readonly<Record<string, string>>; readonly oneRun: boolean },
): Matched {
  checkMatch(base, head, match);
  const timingsOfHead = new Map(head.timings.map((timing) => [timing.label, timing]));
  const named = labelsOf(base).filter((label) => !oneRun || Object.hasOwn(match, label));
  const pairs = named.map(
    (label) => [label, Object.hasOwn(match, label) ? (match[label] as string) : label] as const,
  );
  const found = pairs.map(([label, to]) => ({
    label,
    to,
    base: base.timings.find((timing) => timing.label === label),
    head: timingsOfHead.get(to),
  }));
  const added = oneRun ? [] : labelsOf(head).filter((label) => !pairs.some(([, to]) => to === label));
  const missing = found
    .filter((one) => one.base === undefined || one.head === undefined)
    .map((one) => difference(one.label, one.base && one.label, one.head && one.to));
  return {
    matches: found.flatMap((one) => (one.base && one.head ? [{ base: one.base, head: one.head }] : [])),
    missing: [...missing, ...added.map((label) => difference(null, undefined, label))],
  };
}

function difference(of: string | null, base: string | undefined, head: string | undefined): ResultDifference {
  return { name: "adapters", of, what: "adapter", base: base ?? null, head: head ?? null };
}

function checkMatch(base: Labelled, head: Labelled, match: Readonly<Record<string, string>>): void {
  const seen = new Set<string>();
  for (const [label, to] of Object.entries(match)) {
    if (!labelsOf(base).includes(label)) throw invalidChoice("options.match", labelsOf(base), label);
    const name = `options.match.${label}`;
    if (!labelsOf(head).includes(to)) throw invalidChoice(name, labelsOf(head), to);
    if (seen.has(to)) throw invalidOption(name, "a label of head that is named once", to);
    seen.add(to);
  }
}

/** The labels of all adapters of a run, also of those that were not measured. */
function labelsOf({ timings, notRun }: Labelled): readonly string[] {
  return [...timings.map(({ label }) => label), ...notRun];
}
