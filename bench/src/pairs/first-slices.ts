import { formatFigures, median } from "../results/numbers.js";
import type { ReportTable } from "../results/table.js";
import type { PairBlock } from "./measure-pair.js";

/** How many of the first slices have a column. */
const SHOWN = 6;

/** How fast the first slices of a block are, also those that are not compared. */
export function firstSlicesTable(pairs: readonly (readonly [name: string, PairBlock[]])[]): ReportTable {
  const rows = pairs.flatMap(([name, blocks]) => {
    const ofCore = blocks.flatMap(({ core, again }) => [core.ratesFromStart, again.ratesFromStart]);
    const ofLoop = blocks.map(({ loop }) => loop.ratesFromStart);
    return [
      [name, "core", ...firstSlices(ofCore)],
      [name, "loop", ...firstSlices(ofLoop)],
    ];
  });
  return {
    title: "The first slices",
    note: `Messages per second of a slice over the median of those after slice ${SHOWN}. Medians of the blocks.`,
    head: ["", "of", ...Array.from({ length: SHOWN }, (_, index) => `slice ${index + 1}`)],
    rows,
  };
}

function firstSlices(blocks: readonly (readonly (number | null)[])[]): string[] {
  return Array.from({ length: SHOWN }, (_, index) => {
    const ratios = blocks.flatMap((rates) => {
      const later = rates.slice(SHOWN).filter((rate) => rate !== null);
      const rate = rates[index];
      return rate == null || later.length === 0 ? [] : [rate / median(later)];
    });
    return ratios.length === 0 ? "-" : formatFigures(median(ratios));
  });
}
