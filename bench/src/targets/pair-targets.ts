import { formatBytes } from "../cells/cell.js";
import { COMPARING } from "../hand-written/compare-payloads.js";
import type { PairMetric } from "../pairs/measure-pair.js";
import { loopOf, PAIR_KINDS, type PairKind, type PairPlan, planPair } from "../pairs/plan.js";
import type { Bound } from "./targets.js";

/** Core over an adapter compared with a hand-written loop on the same library. */
export interface PairTarget {
  readonly what: string;
  readonly pair: PairPlan;
  readonly metric: PairMetric;
  readonly bound: Bound;
  readonly limit: number;
}

const MB = 1_000_000;
const SMALL = 100;
const IN_FLIGHT = [64, 1_024];
const LEAST_RATE = 0.95;
/** A message over a bare socket costs so little that core's own part weighs more. */
const LEAST_RATE_OF_TCP = 0.9;
const MOST_CPU_OF_LARGE = 1.05;
const MOST_CPU = [
  [SMALL, 1.1],
  [MB, MOST_CPU_OF_LARGE],
] as const;
const MOST_FAULTS = 1.1;

export const PAIR_TARGETS: readonly PairTarget[] = [
  ...PAIR_KINDS.flatMap((kind) =>
    IN_FLIGHT.map((inFlight): PairTarget => {
      const limit = kind.variant === "tcp" ? LEAST_RATE_OF_TCP : LEAST_RATE;
      const pair = planPair(kind, SMALL, inFlight);
      const load = `messages a second, ${inFlight.toLocaleString("en-US")} in flight, ${formatBytes(SMALL)}`;
      return {
        what: whatOf(load, kind),
        pair,
        metric: "messagesPerSecond",
        bound: "at-least",
        limit,
      };
    }),
  ),
  ...PAIR_KINDS.flatMap((kind) =>
    MOST_CPU.map(([bytes, limit]): PairTarget => {
      const what = whatOf(`CPU time a message, both ends, ${formatBytes(bytes)}`, kind);
      const pair = planPair(kind, bytes, 1);
      return { what, pair, metric: "cpuUsPerMessage", bound: "at-most", limit };
    }),
  ),
  // Most of what core adds to a large payload is the check that it is whole. So a second loop has it, too.
  ...PAIR_KINDS.filter((kind) => COMPARING.includes(loopOf(planPair(kind, MB, 1)).library)).map(
    (kind): PairTarget => {
      const what = `${whatOf(`CPU time a message, both ends, ${formatBytes(MB)}`, kind)} that compares payloads`;
      const pair = planPair(kind, MB, 1, { compares: true });
      return { what, pair, metric: "cpuUsPerMessage", bound: "at-most", limit: MOST_CPU_OF_LARGE };
    },
  ),
  ...PAIR_KINDS.filter(({ label }) => label.includes("tuned")).map((kind): PairTarget => {
    const what = whatOf(`minor page faults a message, both ends, ${formatBytes(MB)}`, kind);
    return {
      what,
      pair: planPair(kind, MB, 1),
      metric: "faults",
      bound: "at-most",
      limit: MOST_FAULTS,
    };
  }),
];

function whatOf(load: string, { label }: PairKind): string {
  return `${load}: ${label} + core / hand-written loop`;
}

/** The pairs of targets, each once. */
export function pairsOf(targets: readonly PairTarget[]): PairPlan[] {
  return [...new Map(targets.map(({ pair }) => [pair.name, pair])).values()];
}

/** For a smoke run: each loop once, with a large payload or with many small ones in turn, and one that compares payloads. */
export function fewPairTargets(targets: readonly PairTarget[]): PairTarget[] {
  const chosen = PAIR_KINDS.map((kind, index) =>
    index % 2 === 0 ? planPair(kind, SMALL, IN_FLIGHT[0] as number).name : planPair(kind, MB, 1).name,
  );
  const comparing = targets.find(({ pair }) => pair.compares);
  return targets.filter((target) => target === comparing || chosen.includes(target.pair.name));
}
