import type { Timing } from "../../result/result.js";
import type { Comparison } from "../comparison.js";
import { blocksOf } from "./blocks.js";
import { causesOf } from "./causes.js";
import { EXPLAINED_TIMES, type ExplainedTime, type Explanation, type PartDifference } from "./explanation.js";
import { type Decomposition, decompose } from "./parts.js";
import { settingDifferences } from "./settings.js";
import type { SlowerPair } from "./slower-pair.js";

/** What is needed of a comparison. */
export type ComparedPair = Pick<Comparison, "label" | "to" | "by" | "decides" | "verdict">;

/** Says why timings differ: one explanation for each pair that was compared. */
export function explain(
  timings: readonly Timing[],
  comparisons: readonly ComparedPair[],
): readonly Explanation[] {
  return pairsOf(comparisons).flatMap((pair) => {
    const [a, b] = [pair.label, pair.to].map((name) => timings.find(({ label }) => label === name));
    return a && b ? [explainPair(a, b, pair.comparisons)] : [];
  });
}

interface Pair {
  readonly label: string;
  readonly to: string;
  readonly comparisons: readonly ComparedPair[];
}

function pairsOf(comparisons: readonly ComparedPair[]): readonly Pair[] {
  const pairs: Pair[] = [];
  for (const { label, to } of comparisons) {
    if (pairs.some((pair) => pair.label === label && pair.to === to)) continue;
    const own = comparisons.filter((one) => one.label === label && one.to === to);
    pairs.push({ label, to, comparisons: own });
  }
  return pairs;
}

function explainPair(a: Timing, b: Timing, comparisons: readonly ComparedPair[]): Explanation {
  const { of, verdict } = explainedTime(comparisons);
  const taken = decompose(blocksOf(a, b), of);
  const pair = verdict === undefined ? null : slowerPair(a, b, { of, verdict }, taken);
  const { chosen, inEffect } = settingDifferences(a, b);
  return {
    label: a.label,
    to: b.label,
    of,
    slower: pair?.slower.label ?? null,
    ms: taken.ms,
    lowMs: taken.lowMs,
    highMs: taken.highMs,
    // A share of a difference that may be none means nothing.
    parts: pair ? taken.parts : taken.parts.map((part) => ({ ...part, share: null })),
    causes: pair ? causesOf(pair) : [],
    differsIn: pair ? [...chosen, ...inEffect] : [],
    probes: [],
  };
}

/** The time that is taken apart, and which of the two it shows to be slower, if any. */
interface Shown {
  readonly of: ExplainedTime;
  readonly verdict: "faster" | "slower" | undefined;
}

/** The deciding time, or another one that shows a difference if the deciding one does not. */
function explainedTime(comparisons: readonly ComparedPair[]): Shown {
  const deciding = comparisons.find(({ decides }) => decides)?.by;
  const scheduled = comparisons.some(({ by }) => by === "response");
  const first =
    EXPLAINED_TIMES.find((time) => time === deciding) ?? (scheduled ? "response" : "transmission");
  for (const of of [first, ...EXPLAINED_TIMES]) {
    const verdict = comparisons.find(({ by }) => by === of)?.verdict;
    if (verdict === "faster" || verdict === "slower") return { of, verdict };
  }
  return { of: first, verdict: undefined };
}

/** The pair with the slower timing first. Null if its medians do not say by how much it is slower. */
function slowerPair(
  a: Timing,
  b: Timing,
  { of, verdict }: Shown,
  { ms, parts }: Decomposition,
): SlowerPair | null {
  const isSlower = verdict === "slower";
  const surplus = isSlower ? ms : ms === null ? null : -ms;
  if (surplus === null || surplus <= 0) return null;
  const [slower, faster] = isSlower ? [a, b] : [b, a];
  return {
    slower,
    faster,
    blocks: blocksOf(slower, faster),
    of,
    ms: surplus,
    parts: isSlower ? parts : parts.map((part): PartDifference => ({ ...part, ms: -part.ms })),
    settings: settingDifferences(a, b),
  };
}
