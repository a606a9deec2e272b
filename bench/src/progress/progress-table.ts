import { compareRounds } from "@wireduel/core";
import { formatInterval } from "../results/numbers.js";
import { formatHead, type StoredLines } from "../results/stored-lines.js";
import { markdownTable } from "../results/table.js";
import { type Interval, isDrawnBlock, type ProgressMeasured } from "./plan.js";

/** The settings of a stored file. */
export interface ProgressSettings {
  readonly payloadBytes: number;
}

const NOTE =
  "Two equal adapters (A against A) on a pseudo terminal. The ratio is the median transmission time with live progress, divided by that " +
  "without (95 %). _Before each slice_: drawn before each slice of one adapter, and never for the other. _As for a user_: " +
  "at most four times a second, in every other block. _A against A_: both adapters alike. The run cannot see an effect that is smaller " +
  "than this interval.";

/** The table of `pnpm bench progress`, in Markdown. */
export function formatProgress({ head, lines }: StoredLines<ProgressMeasured, ProgressSettings>): string {
  const equal = lines.find(({ mode }) => mode === "usual")?.equal ?? null;
  const columns = ["progress", "with / without (95 %)", "pairs of rounds", "frames", "shows"];
  const table = markdownTable(
    columns,
    lines.flatMap((line) => rowsOf(line, equal)),
  );
  return `${[NOTE, table, formatHead(head)].join("\n\n")}\n`;
}

function rowsOf(line: ProgressMeasured, equal: Interval | null): (string | number)[][] {
  const { mode, rounds, frames } = line;
  const row = (name: string, ratio: Interval, pairs: number) => [name, intervalOf(ratio), pairs];
  const ofProgress = (name: string, ratio: Interval, pairs: number, seen = equal) => [
    ...row(name, ratio, pairs),
    frames,
    shown(ratio, seen),
  ];
  if (mode === "each-slice") {
    return [
      ofProgress("before each slice", line.equal, rounds),
      ofProgress("before each slice, p99", line.p99, rounds, null),
    ];
  }
  return [
    ofProgress("as for a user", withAndWithout(line), Math.floor(rounds / 2)),
    [...row("A against A", line.equal, rounds), "", ""],
  ];
}

function intervalOf({ ratio, low, high }: Interval): string {
  return formatInterval(ratio, low, high, "ratio");
}

/** What a ratio shows of the cost, next to what A against A can see. */
export function shown({ ratio, low, high }: Interval, equal: Interval | null): string {
  if (ratio === null || low === null || high === null) return "too few rounds";
  if (low <= 1) return "no cost shown";
  return ratio < (equal?.high ?? 0) ? "less than A against A" : "a cost";
}

/** The blocks with progress against their neighbours without. */
export function withAndWithout({ blocks }: ProgressMeasured): Interval {
  // A last block without a neighbour is left out.
  const paired = [...blocks.slice(0, blocks.length - (blocks.length % 2)).entries()];
  const times = (drawn: boolean) =>
    paired.flatMap(([block, ms]) => (isDrawnBlock(block) === drawn ? [ms] : []));
  return compareRounds(times(true), times(false));
}
