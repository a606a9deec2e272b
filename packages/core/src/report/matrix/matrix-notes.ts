// What a reader of a matrix should know besides its tables.
import type { MatrixCell, MatrixResult } from "../../result/matrix.js";
import { type Block, lines, list } from "../document/block.js";
import { countOf } from "../format-number.js";

/** The cells that failed, the comparisons that are not valid, and the warnings. */
export function matrixNotes(matrix: MatrixResult): Block[] {
  const { cells, warnings } = matrix;
  const failed = cells.flatMap((cell) =>
    cell.error === null ? [] : `${placeOf(matrix, cell)}: ${cell.error.message} [${cell.error.code}]`,
  );
  const invalid = cells.flatMap((cell) =>
    (cell.result?.comparisons ?? []).flatMap(({ decides, reason, label }) =>
      decides && reason ? `${placeOf(matrix, cell)}, ${label}: ${reason.message} [${reason.code}]` : [],
    ),
  );
  return [
    ...list("Cells that failed:", failed),
    ...list("Not valid:", invalid),
    lines(
      ...warnings.map(({ code, message }) => `Warning: ${message} [${code}]`),
      ...warningsOfCells(matrix),
    ),
  ];
}

/** `1 MB, wan, 1 at a time`. */
function placeOf({ axes }: MatrixResult, { payload, network, load }: MatrixCell): string {
  const points = [axes.payloads[payload], axes.networks[network], axes.loads[load]];
  return points.map((point) => point?.label).join(", ");
}

/** Each warning code once: how many cells have it, and its first message. */
function warningsOfCells({ cells }: MatrixResult): string[] {
  const byCode = new Map<string, { readonly first: string; readonly cells: Set<MatrixCell> }>();
  for (const cell of cells) {
    const rounds = (cell.result?.timings ?? []).flatMap(({ rounds: all }) => all);
    for (const { code, message } of rounds.flatMap(({ warnings }) => warnings)) {
      const found = byCode.get(code) ?? { first: message, cells: new Set() };
      found.cells.add(cell);
      byCode.set(code, found);
    }
  }
  return [...byCode].map(([code, { first, cells: of }]) => {
    const which = of.size === 1 ? "1 cell" : `${countOf(of.size, "cell")}, here the first`;
    return `Warning (${which}): ${first} [${code}]`;
  });
}
