import type { Adapter } from "../adapter/contract.js";
import { messageOf } from "../failure/wireduel-error.js";
import type { RoundResult } from "../result/result.js";
import { differencesAt, rankDifferences } from "../verdict/signed-rank.js";
import { blocksOf, differencesOf } from "../verdict/why/blocks.js";
import type { Cause, Explanation, Probe } from "../verdict/why/explanation.js";
import { ALPHA, MATERIAL_SHARE } from "../verdict/why/thresholds.js";
import { type Candidate, candidatesFor } from "./probe-candidates.js";

/** How many probes a run has at most, and which share of the whole time of the run they may take. */
export const MOST_PROBES = 4;
export const PROBES_SHARE = 0.5;

/** How long the probes of a run may take after its blocks: never longer than what these left of the budget. */
export function mostProbesMs(blocksMs: number, budgetMs: number | null): number {
  const share = (blocksMs * PROBES_SHARE) / (1 - PROBES_SHARE);
  return budgetMs === null ? share : Math.max(0, Math.min(share, budgetMs - blocksMs));
}

/** What probes need of a run. */
export interface ProbedRun {
  readonly explanations: readonly Explanation[];
  readonly adapters: readonly Adapter[];
  /**
   * Measures adapters side by side in fresh processes. Resolves with the rounds of each adapter. They may be fewer than
   * asked for if the time is over.
   */
  measure(adapters: readonly Adapter[], blocks: number): Promise<readonly (readonly RoundResult[])[]>;
  /** Whether the time for probes is over. */
  isOver(): boolean;
}

/**
 * Tries settings that may be the cause of a difference: the slower adapter with one setting changed, side by side with the
 * unchanged one. One after another, so that the first ones have an answer when the time is over. Pairs with the largest
 * difference come first. Resolves with the explanations, with their probes.
 */
export async function probe(run: ProbedRun): Promise<readonly Explanation[]> {
  const explanations = [...run.explanations];
  const order = [...explanations.keys()].sort((a, b) => size(explanations[b]) - size(explanations[a]));
  let left = MOST_PROBES;
  for (const index of order) {
    const explanation = explanations[index] as Explanation;
    const candidates = (await candidatesOf(explanation, run.adapters)).slice(0, left);
    left -= candidates.length;
    const probes: Probe[] = [];
    // The probes of a pair are wrong together in at most 5 % of runs.
    const level = ALPHA / candidates.length;
    for (const candidate of candidates) probes.push(await tried(explanation, candidate, run, level));
    if (probes.length > 0) explanations[index] = withProbes(explanation, probes);
  }
  return explanations;
}

const size = (explanation: Explanation | undefined) => Math.abs(explanation?.ms ?? 0);

async function candidatesOf(
  explanation: Explanation,
  adapters: readonly Adapter[],
): Promise<readonly Candidate[]> {
  const { label, to, slower } = explanation;
  const named = (wanted: string) => adapters.find((adapter) => adapter.label === wanted);
  const [slow, fast] = slower === null ? [] : [named(slower), named(slower === label ? to : label)];
  return slow && fast ? candidatesFor(explanation, slow, fast) : [];
}

/** Has the fewest rounds that can show that a change saves time: the test is one-sided. */
async function tried(
  explanation: Explanation,
  candidate: Candidate,
  run: ProbedRun,
  level: number,
): Promise<Probe> {
  const wanted = differencesAt(level);
  const slower = run.adapters.find(({ label }) => label === explanation.slower) as Adapter;
  const { changed, ...about } = candidate;
  let failure = "there was no time left for it";
  let rounds: readonly (readonly RoundResult[])[] = [];
  try {
    if (!run.isOver()) rounds = await run.measure([slower, changed], wanted);
  } catch (error) {
    failure = messageOf(error);
  }
  const blocks = blocksOf({ rounds: rounds[0] ?? [] }, { rounds: rounds[1] ?? [] });
  const saved = blocks.length < wanted ? null : differencesOf(blocks, explanation.of);
  const shown = saved === null ? NOT_MEASURED : judged(saved, level, size(explanation));
  const { label } = slower;
  return { label, ...about, rounds: blocks.length, ...shown, failure: saved === null ? failure : null };
}

type Shown = Pick<Probe, "savesMs" | "lowMs" | "highMs" | "share" | "significant">;

const NOT_MEASURED: Shown = { savesMs: null, lowMs: null, highMs: null, share: null, significant: false };

function judged(saved: readonly number[], level: number, wholeMs: number): Shown {
  const { estimate, pAbove, lowerAt, upperAt } = rankDifferences(saved);
  const share = wholeMs === 0 ? null : estimate / wholeMs;
  const significant = pAbove <= level && share !== null && share >= MATERIAL_SHARE;
  return { savesMs: estimate, lowMs: lowerAt(level), highMs: upperAt(level), share, significant };
}

/** A setting that saves time is a cause of the part that is the largest. */
function withProbes(explanation: Explanation, probes: readonly Probe[]): Explanation {
  const { causes, slower, label, parts } = explanation;
  const sign = slower === label ? 1 : -1;
  const [largest] = parts.filter(({ share }) => share !== null).sort((a, b) => sign * (b.ms - a.ms));
  const shown = probes
    .filter(({ significant }) => significant)
    .sort((a, b) => (b.share ?? 0) - (a.share ?? 0));
  const found = shown.map(({ setting, from, tried, share }): Cause => {
    const [value, toValue] = slower === label ? [from, tried] : [tried, from];
    const numbers = { end: null, unit: null, slower: null, faster: null };
    const part = causes[0]?.part ?? largest?.part ?? "transport";
    const own = { setting, value, toValue };
    return {
      code: "SETTING",
      part,
      ...numbers,
      share: Math.min(1, share ?? 0),
      setting: own,
      basis: "probe",
    };
  });
  return { ...explanation, causes: [...found, ...causes], probes };
}
