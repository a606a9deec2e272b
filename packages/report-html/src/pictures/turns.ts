// Where the verdict of a pair changes from one payload to a larger one.
import type { Crossover, MatrixCell, PairRatios } from "@wireduel/core/report";
import { type Markup, markup } from "../markup/markup.js";
import type { Area } from "./axis.js";
import { round } from "./pixels.js";

/** A change of the verdict between two rows. Rows between them show nothing. */
export interface Turn {
  /** The index of the last row before it. */
  readonly after: number;
  /** The index of the first row after it. */
  readonly before: number;
  /** In a few characters: `order turns`, `then same`. */
  readonly short: string;
  /** `faster up to 10 kB, slower from 1 MB on` */
  readonly text: string;
}

interface Row {
  readonly name: string;
  readonly cell: Pick<MatrixCell, "payload">;
  readonly pairs: readonly PairRatios[];
}

/** The changes of one pair along its payloads. */
export function turnsOf({ points, label, to }: Crossover, rows: readonly Row[]): Turn[] {
  const shown = points.flatMap(({ payload, verdict }) => {
    const row = rows.findIndex(({ cell }) => cell.payload === payload);
    if (row < 0 || verdict === "undecided" || verdict === "invalid") return [];
    return [{ row, verdict, name: rows[row]?.name ?? "", word: wordOf(rows[row], label, to) ?? verdict }];
  });
  return shown.flatMap((next, index) => {
    const last = shown[index - 1];
    if (last === undefined || last.verdict === next.verdict) return [];
    const turns = last.verdict !== "same" && next.verdict !== "same";
    return [
      {
        after: last.row,
        before: next.row,
        short: turns ? "order turns" : `then ${next.word}`,
        text: `${last.word} up to ${last.name}, ${next.word} from ${next.name} on`,
      },
    ];
  });
}

function wordOf(row: Row | undefined, label: string, to: string): string | undefined {
  return row?.pairs.find(({ comparison }) => comparison.label === label && comparison.to === to)?.word;
}

/** A line between two rows, or a frame around those that show nothing. The area ends in the middle of the spaces. */
export function drawTurn({ after, before, short, text }: Turn, { left, right, top, bottom }: Area): Markup {
  const [x, width, middle] = [round(left + 1), round(right - left - 2), round((left + right) / 2)];
  const shape =
    before - after === 1
      ? markup`<path class="turn" d="M${x} ${top}h${width}"/>`
      : markup`<path class="turn frame" d="M${x} ${top}h${width}V${bottom}h${-width}z"/>`;
  return markup`<g><title>${text}</title>${shape}<text class="middle small turned" x="${middle}" y="${top + 4}">${short}</text></g>\n`;
}
