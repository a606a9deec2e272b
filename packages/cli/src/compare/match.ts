import type { BenchmarkResult } from "@wireduel/core";
import { didYouMean } from "@wireduel/core/adapter";
import { badValue, UsageError } from "../failure.js";
import type { CommandLineFlag } from "../flags/flag.js";
import { listFlag, onCommandLine, textFlag } from "../flags/kinds.js";

/** Which adapter is compared with which one. Labels may contain commas and equals signs, so they are divided later. */
export const matchFlag: CommandLineFlag<readonly string[]> = onCommandLine(
  listFlag(
    textFlag("BASE=HEAD", {
      help: "Labels of two adapters to compare, if they differ. May be repeated.",
      fallback: "equal labels",
    }),
    { separator: null },
  ),
);

/**
 * Divides each match at the equals sign that has a label of base before it and a label of head after it.
 * @returns labels of head by labels of base
 * @throws UsageError if there is none
 */
export function resolveMatches(
  matches: readonly string[],
  base: BenchmarkResult,
  head: BenchmarkResult,
): Readonly<Record<string, string>> {
  const [ofBase, ofHead] = [labelsOf(base), labelsOf(head)];
  const pairs = matches.map((match) => {
    const places = [...match.matchAll(/=/g)].map(({ index }) => index);
    const pair = places
      .map((at) => [match.slice(0, at).trim(), match.slice(at + 1).trim()] as const)
      .find(([baseLabel, headLabel]) => ofBase.includes(baseLabel) && ofHead.includes(headLabel));
    if (pair === undefined) throw wrongMatch(match, ofBase, ofHead);
    return pair;
  });
  const twice = pairs.find(([label], index) => pairs.findIndex(([first]) => first === label) !== index);
  if (twice) throw badValue("--match", "each adapter of base once", `${twice[0]} twice`);
  return Object.fromEntries(pairs);
}

function labelsOf({ timings }: BenchmarkResult): readonly string[] {
  return timings.map(({ label }) => label);
}

function wrongMatch(match: string, ofBase: readonly string[], ofHead: readonly string[]): UsageError {
  const [baseLabel = "", ...rest] = match.split("=");
  const headLabel = rest.join("=");
  if (rest.length === 0)
    return badValue("--match", "two labels with = between them, such as main=branch", JSON.stringify(match));
  const [result, label, labels] = ofBase.includes(baseLabel.trim())
    ? (["head", headLabel, ofHead] as const)
    : (["base", baseLabel, ofBase] as const);
  const hint = didYouMean(label.trim(), labels, (name) => JSON.stringify(name));
  return new UsageError(
    `--match: ${result} has no adapter ${JSON.stringify(label.trim())}, only ${labels.join(" and ")}${hint}`,
  );
}
