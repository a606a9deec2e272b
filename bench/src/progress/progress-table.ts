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
  "at most four times a second, in every other block. _A against A_: both adapters alike, so this is what the run can see.";

/** The table of `pnpm bench progress`, in Markdown. */
export function formatProgress({ head, lines }: StoredLines<ProgressMeasured, ProgressSettings>): string {
  const rows = lines.flatMap((line) =>
    line.mode === "each-slice"
      ? [rowOf("before each slice", line.equal, line.rounds, line.frames)]
      : [
          rowOf("as for a user", withAndWithout(line), Math.floor(line.rounds / 2), line.frames),
          rowOf("A against A", line.equal, line.rounds, ""),
        ],
  );
  const table = markdownTable(["progress", "with / without (95 %)", "pairs of rounds", "frames"], rows);
  return `${[NOTE, table, formatHead(head)].join("\n\n")}\n`;
}

function rowOf(
  name: string,
  { ratio, low, high }: Interval,
  pairs: number,
  frames: number | "",
): (string | number)[] {
  return [name, formatInterval(ratio, low, high, "ratio"), pairs, frames];
}

/** The blocks with progress against their neighbours without. */
export function withAndWithout({ blocks }: ProgressMeasured): Interval {
  // A last block without a neighbour is left out.
  const paired = [...blocks.slice(0, blocks.length - (blocks.length % 2)).entries()];
  const times = (drawn: boolean) =>
    paired.flatMap(([block, ms]) => (isDrawnBlock(block) === drawn ? [ms] : []));
  return compareRounds(times(true), times(false));
}
