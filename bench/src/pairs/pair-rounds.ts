import { compareRounds, type RoundComparison } from "@wireduel/core";
import type { About } from "../cells/cell.js";
import { VARIANTS } from "../cells/variants.js";
import { median } from "../results/numbers.js";
import type { PairedBlocks, PairResult } from "../results/results.js";
import type { PairBlock, PairMetric, SideMeasured } from "./measure-pair.js";
import { BESIDE_A_LOOP, type PairPlan } from "./plan.js";

export const PAIR_METRICS: readonly PairMetric[] = [
  "messagesPerSecond",
  "cpuUsPerMessage",
  "transmissionMs",
  "faults",
];
/** As in the verdict: few faults differ by large factors, and nobody can notice it. */
const FEWEST_FAULTS = 1;
const DIGITS = 6;

/** The blocks of all pairs. */
export class PairRounds {
  readonly #measured = new Map<string, { plan: PairPlan; about: About; blocks: PairBlock[] }>();
  readonly #failures = new Map<string, string[]>();

  add(plan: PairPlan, blocks: readonly PairBlock[], about: About): void {
    const before = this.#measured.get(plan.name)?.blocks ?? [];
    this.#measured.set(plan.name, { plan, about, blocks: [...before, ...blocks] });
  }

  fail({ name }: PairPlan, message: string): void {
    this.#failures.set(name, [...(this.#failures.get(name) ?? []), message]);
  }

  /** The blocks of a pair. */
  blocksOf({ name }: PairPlan): PairBlock[] {
    return this.#measured.get(name)?.blocks ?? [];
  }

  /** The pairs with failed runs, and the reasons. */
  failures(): readonly (readonly [string, readonly string[]])[] {
    return [...this.#failures].map(([name, messages]) => [`${BESIDE_A_LOOP}${name}`, messages]);
  }

  libraries(): Record<string, string> {
    return Object.assign({}, ...[...this.#measured.values()].map(({ about }) => about.libraries));
  }

  /** The pairs that were measured, in the order of the plans. */
  results(plans: readonly PairPlan[]): PairResult[] {
    return plans.flatMap(({ name }) => {
      const measured = this.#measured.get(name);
      if (measured === undefined) return [];
      const { plan, about, blocks } = measured;
      const metrics = PAIR_METRICS.map((metric) => [metric, pairedBlocks(blocks, metric)] as const);
      return {
        name,
        loop: VARIANTS[plan.handWritten].label,
        plan,
        settings: about.settings,
        metrics: Object.fromEntries(metrics.filter(([, { core }]) => core.length > 0)),
      };
    });
  }
}

/** The blocks of one metric that both core and the loop have. Both runs of core are compared with the loop. */
export function pairedBlocks(blocks: readonly PairBlock[], metric: PairMetric): PairedBlocks {
  const known = blocks.filter(({ core, loop }) => core[metric] !== undefined && loop[metric] !== undefined);
  const middleOf = (...sides: readonly SideMeasured[]) =>
    middle(sides.flatMap((side) => side[metric] ?? []).filter((one) => one !== null));
  return {
    core: known.map(({ core, again }) => middleOf(core, again)),
    loop: known.map(({ loop }) => middleOf(loop)),
    toLoop: known.map(({ core, again, loop }) =>
      middle([...ratiosOf(core, loop, metric), ...ratiosOf(again, loop, metric)]),
    ),
    toItself: known.map(({ core, again }) => middle(ratiosOf(again, core, metric))),
  };
}

/** The ratios of slices with the same index. */
function ratiosOf(a: SideMeasured, b: SideMeasured, metric: PairMetric): number[] {
  const least = metric === "faults" ? FEWEST_FAULTS : 0;
  return (a[metric] ?? []).flatMap((value, index) => {
    const other = b[metric]?.[index];
    return value === null || other == null ? [] : [Math.max(value, least) / Math.max(other, least)];
  });
}

/** A ratio with its interval over the blocks. Undefined without blocks. */
export function overBlocks(ratios: readonly number[] | undefined): RoundComparison | undefined {
  if (ratios === undefined || ratios.length === 0) return undefined;
  return compareRounds(
    ratios,
    ratios.map(() => 1),
  );
}

function middle(values: readonly number[]): number {
  return Number(median(values).toPrecision(DIGITS));
}
