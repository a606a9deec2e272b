import type { Crossover, CrossoverPoint, CrossoverTurn, MatrixCell, PayloadPoint } from "../result/matrix.js";
import type { PayloadReport } from "../result/result.js";
import type { Comparison, Verdict } from "./comparison.js";

/** What a crossover needs of a cell. */
export interface ComparedCell extends Pick<MatrixCell, "payload" | "network" | "load"> {
  /** Empty if the cell was not measured. */
  readonly comparisons: readonly Comparison[];
}

/** Verdicts that show something, in the order in which a monotone course goes through them. */
const SHOWN = ["faster", "same", "slower"] as const;
type Shown = (typeof SHOWN)[number];

/**
 * Follows each compared pair along the sizes of the payloads, for each network and load. Sizes that show nothing
 * (`undecided`, `invalid`) widen the bracket of a turn: they are never taken for either side.
 */
export function crossoversOf(
  payloads: readonly Pick<PayloadPoint, "payload">[],
  cells: readonly ComparedCell[],
): Crossover[] {
  return linesOf(payloads).flatMap(({ kind, line }) =>
    groupsOf(cells).flatMap(({ network, load, group }) => {
      const along = line.map((one) => ({ ...one, comparisons: decidingOf(group, one.payload) }));
      return pairsOf(along.flatMap(({ comparisons }) => comparisons)).map(({ label, to, by }) => {
        const points = along.map(({ payload, bytes, comparisons }) => {
          const found = comparisons.find((one) => one.label === label && one.to === to && one.by === by);
          return pointOf(payload, bytes, found);
        });
        const turns = turnsOf(points);
        return {
          network,
          load,
          payloads: kind,
          label,
          to,
          by,
          course: courseOf(points, turns),
          points,
          turns,
        };
      });
    }),
  );
}

interface Place {
  readonly payload: number;
  readonly bytes: number;
}

/** Payloads of one kind, in the order of their sizes. */
function linesOf(payloads: readonly Pick<PayloadPoint, "payload">[]): { kind: string; line: Place[] }[] {
  const lines = new Map<string, Place[]>();
  for (const [index, { payload }] of payloads.entries()) {
    const kind = kindOf(payload);
    lines.set(kind, [...(lines.get(kind) ?? []), { payload: index, bytes: meanBytesOf(payload) }]);
  }
  return [...lines].map(([kind, line]) => ({ kind, line: line.sort((a, b) => a.bytes - b.bytes) }));
}

function kindOf({ sources }: PayloadReport): string {
  const kinds = sources.map(({ kind, seed }) => (seed === null ? "given" : kind));
  return [...new Set(kinds)].sort().join("+");
}

/** The sources take turns, so each counts alike. */
export function meanBytesOf({ sources }: PayloadReport): number {
  return sources.reduce((sum, { meanBytes }) => sum + meanBytes, 0) / sources.length;
}

function groupsOf(cells: readonly ComparedCell[]) {
  const groups = new Map<string, { network: number; load: number; group: ComparedCell[] }>();
  for (const cell of cells) {
    const { network, load } = cell;
    const key = `${network} ${load}`;
    const found = groups.get(key) ?? { network, load, group: [] };
    found.group.push(cell);
    groups.set(key, found);
  }
  return [...groups.values()];
}

function decidingOf(cells: readonly ComparedCell[], payload: number): readonly Comparison[] {
  const cell = cells.find((one) => one.payload === payload);
  return cell?.comparisons.filter(({ decides }) => decides) ?? [];
}

type Pair = Pick<Comparison, "label" | "to" | "by">;

function pairsOf(comparisons: readonly Comparison[]): readonly Pair[] {
  const pairs = comparisons.map(
    ({ label, to, by }) => [JSON.stringify([label, to, by]), { label, to, by }] as const,
  );
  return [...new Map(pairs).values()];
}

function pointOf(payload: number, bytes: number, found: Comparison | undefined): CrossoverPoint {
  const { verdict, ratio, low, high } = found ?? { verdict: "invalid", ratio: null, low: null, high: null };
  return { payload, bytes, verdict, ratio, low, high };
}

function turnsOf(points: readonly CrossoverPoint[]): CrossoverTurn[] {
  const shown = points.flatMap(({ bytes, verdict }) => (isShown(verdict) ? [{ bytes, verdict }] : []));
  return shown.flatMap((next, index) => {
    const last = shown[index - 1];
    if (last === undefined || last.verdict === next.verdict) return [];
    return [{ from: last.verdict, to: next.verdict, afterBytes: last.bytes, beforeBytes: next.bytes }];
  });
}

function courseOf(points: readonly CrossoverPoint[], turns: readonly CrossoverTurn[]): Crossover["course"] {
  if (points.length === 1) return "one-size";
  if (!points.some(({ verdict }) => isShown(verdict))) return "nothing-shown";
  if (turns.length === 0) return "constant";
  const rises = turns.map(({ from, to }) => SHOWN.indexOf(to) > SHOWN.indexOf(from));
  // Two payloads of one size with different verdicts: then it is not the size that divides them.
  const divided = turns.every(({ afterBytes, beforeBytes }) => afterBytes < beforeBytes);
  return divided && new Set(rises).size === 1 ? "turns" : "not-monotone";
}

function isShown(verdict: Verdict): verdict is Shown {
  return (SHOWN as readonly Verdict[]).includes(verdict);
}
