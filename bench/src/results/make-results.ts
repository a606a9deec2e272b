import { compareRounds, type RoundComparison } from "@wireduel/core";
import { type Cell, nameOf, type TransferCell, UNITS } from "../cells/cell.js";
import type { Rounds } from "../cells/rounds.js";
import { VARIANTS, type VariantName } from "../cells/variants.js";
import type { ResidentMemory } from "../memory/measure-resident-memory.js";
import { overBlocks } from "../pairs/pair-rounds.js";
import { loopNameOf } from "../pairs/plan.js";
import type { Curve } from "../targets/curves.js";
import type { PairTarget } from "../targets/pair-targets.js";
import { MEMORY_TARGET, type RatioTarget, type Target } from "../targets/targets.js";
import { judge, NOT_MEASURED, smallestRatio } from "../targets/verdict.js";
import { median } from "./numbers.js";
import {
  type CellResult,
  type CurvePoint,
  type CurveResult,
  METRICS,
  type PairResult,
  type SameResult,
  type TargetResult,
} from "./results.js";

/** The verdict of each target, in order. */
export function judgeTargets(targets: readonly Target[], rounds: Rounds): TargetResult[] {
  return targets.map((target): TargetResult => {
    const { what, metric, bound, limit } = target;
    if (target.kind === "value") {
      const { cell } = target;
      const judgement = judge({ a: rounds.valuesOf(cell, metric), bound, limit });
      return { what, bound, limit, unit: UNITS[metric], a: nameOf(cell), b: null, metric, ...judgement };
    }
    const [a, b] = rounds.pairsOf(target.a, target.b, metric);
    const judgement = judge({ a, b, bound, limit, same: compareSame(target, rounds) });
    return {
      what,
      bound,
      limit,
      unit: "ratio",
      a: nameOf(target.a),
      b: nameOf(target.b),
      metric,
      ...judgement,
    };
  });
}

/** The verdict of each target of a pair, in order. */
export function judgePairs(targets: readonly PairTarget[], pairs: readonly PairResult[]): TargetResult[] {
  return targets.map(({ what, pair, metric, bound, limit }): TargetResult => {
    const measured = pairs.find(({ name }) => name === pair.name)?.metrics[metric];
    const judgement = judge({
      a: measured?.toLoop ?? [],
      bound,
      limit,
      same: overBlocks(measured?.toItself),
    });
    return { what, bound, limit, unit: "ratio", a: pair.name, b: loopNameOf(pair), metric, ...judgement };
  });
}

/** One verdict for each adapter of the memory target, for the end that grew more. */
export function judgeMemory(seen: readonly ResidentMemory[]): TargetResult[] {
  const { what, limitMb, variants, count } = MEMORY_TARGET;
  return variants.map((variant): TargetResult => {
    const { label } = VARIANTS[variant];
    const ofThis = seen.filter((one) => one.label === label);
    const grownMb = ofThis
      .flatMap(({ sender, receiver }) => [sender, receiver])
      .map(({ warmBytes, mostBytes }) => (mostBytes - warmBytes) / 1e6);
    const value = grownMb.length === 0 ? null : Math.max(...grownMb);
    const fewest = Math.min(...ofThis.map((one) => one.count));
    const enough = fewest >= count;
    return {
      ...NOT_MEASURED,
      what: `${what}: ${label}`,
      bound: "at-most",
      limit: limitMb,
      unit: "MB",
      a: null,
      b: null,
      metric: "residentMb",
      value,
      rounds: ofThis.length,
      verdict: value === null ? "not measured" : !enough ? "undecided" : value <= limitMb ? "met" : "missed",
      why: value === null || enough ? null : `${fewest} of ${count} payloads passed`,
    };
  });
}

/** The same variant compared with itself, once for each load and metric of the targets. */
export function sameAgainstSame(targets: readonly Target[], rounds: Rounds): SameResult[] {
  const found = new Map<string, SameResult>();
  for (const target of targets) {
    if (target.kind !== "ratio") continue;
    const { metric } = target;
    const name = `${nameOf(target.same[0])}: ${metric}`;
    const same = compareSame(target, rounds);
    if (same === undefined || found.has(name)) continue;
    const { ratio, low, high, rounds: count } = same;
    found.set(name, {
      what: `${nameOf(target.same[1])} / ${nameOf(target.same[0])}`,
      metric,
      ratio,
      low,
      high,
      rounds: count,
      smallestRatio: smallestRatio(same),
    });
  }
  return [...found.values()];
}

function compareSame(
  { same: [one, again], metric }: RatioTarget,
  rounds: Rounds,
): RoundComparison | undefined {
  const [a, b] = rounds.pairsOf(again, one, metric);
  return a.length === 0 ? undefined : compareRounds(a, b);
}

/** The medians of a curve's cells. Each is compared with the cell of the same load that its row names. */
export function curveResult({ title, metric, columns, rows }: Curve, rounds: Rounds): CurveResult {
  const point = (cell: TransferCell, against: VariantName | null): CurvePoint | null => {
    const values = rounds.valuesOf(cell, metric);
    if (values.length === 0) return null;
    return {
      median: median(values),
      lowest: Math.min(...values),
      highest: Math.max(...values),
      rounds: values.length,
      ratio: against && ratioOf(...rounds.pairsOf(cell, { ...cell, variant: against }, metric)),
    };
  };
  return {
    title,
    metric,
    unit: UNITS[metric],
    columns,
    rows: rows.map(({ variant, against, cells }) => ({
      label: VARIANTS[variant].label,
      against: against && VARIANTS[against].label,
      points: cells.map((cell) => point(cell, against)),
    })),
  };
}

function ratioOf(a: readonly number[], b: readonly number[]): CurvePoint["ratio"] {
  if (a.length === 0) return null;
  const { ratio, low, high } = compareRounds(a, b);
  return { value: ratio, low, high };
}

/** All rounds of the measured cells, in the order of the cells. */
export function cellResults(cells: readonly Cell[], rounds: Rounds): CellResult[] {
  const measured = cells.filter((cell) => rounds.has(cell));
  return measured.map((cell) => ({
    name: nameOf(cell),
    label: labelOf(cell),
    cell,
    settings: rounds.aboutOf(cell)?.settings ?? null,
    rounds: Object.fromEntries(
      METRICS.map((metric) => [metric, rounds.valuesOf(cell, metric)] as const).filter(
        ([, values]) => values.length > 0,
      ),
    ),
  }));
}

/** Versions of all libraries that carried payloads. */
export function librariesOf(cells: readonly Cell[], rounds: Rounds): Record<string, string> {
  return Object.assign({}, ...cells.map((cell) => rounds.aboutOf(cell)?.libraries ?? {}));
}

function labelOf(cell: Cell): string {
  if (cell.kind === "core") return "core over the memory adapter";
  if (cell.kind === "command") return nameOf(cell);
  const { label } = VARIANTS[cell.variant];
  if (cell.kind === "start") return `start: ${label}`;
  return cell.kind === "imports" ? `imports alone: ${label}` : label;
}
