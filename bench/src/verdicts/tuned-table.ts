import { formatFigures } from "../results/numbers.js";
import { formatHead } from "../results/stored-lines.js";
import { markdownTable } from "../results/table.js";
import { decidingOf, halfWidth, percent, range, seriesLabel, wholeRange } from "./figures.js";
import type { StoredSeries } from "./read-series.js";

const VERDICTS = ["faster", "slower", "same", "undecided", "invalid"] as const;

const NOTE =
  "How many runs say what of `tuned` against `default`, by the deciding measure. _One round_: the budget had time for one round only, which compares nothing. Ratio and half-width: median (lowest to highest).";

/** The tables of `pnpm bench tuned`, in Markdown. */
export function formatTuned(series: readonly StoredSeries[]): string {
  const table = markdownTable(
    ["", "runs", ...VERDICTS, "one round", "ratio", "half-width", "rounds", "s"],
    series.map(rowOf),
  );
  return `${[NOTE, table, ...series.map((one) => formatHead(one.head))].join("\n\n")}\n`;
}

function rowOf({ head, lines }: StoredSeries): string[] {
  const deciding = lines.flatMap(decidingOf);
  return [
    seriesLabel(head.settings),
    String(lines.length),
    ...VERDICTS.map((verdict) => String(deciding.filter((pair) => pair.verdict === verdict).length)),
    String(lines.filter(({ comparisons }) => comparisons.length === 0).length),
    range(
      deciding.map(({ ratio }) => ratio),
      formatFigures,
    ),
    range(deciding.map(halfWidth), percent),
    wholeRange(lines.map(({ rounds }) => rounds)),
    wholeRange(lines.map(({ durationMs }) => durationMs / 1_000)),
  ];
}
