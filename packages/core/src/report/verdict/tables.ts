// The tables of a run with several rounds. A paired ratio is the only ratio of a pair.
import type { BenchmarkResult, Timing } from "../../result/result.js";
import { type Comparison, MEASURES, type Measure } from "../../verdict/comparison.js";
import { type Block, heading, lines, table } from "../document/block.js";
import { formatRatio } from "../format-number.js";
import { atPlace, intervalOf, ratioOf, verdictWord } from "./cells.js";
import { MEASURE_WORDS } from "./measure-words.js";
import type { Verdicts } from "./verdicts.js";

/** One row for each adapter, or for each pair if every pair is compared: value, ratio, interval and verdict. */
export function verdictTable({ timings }: BenchmarkResult, verdicts: Verdicts): Block[] {
  const { by, reference, deciding } = verdicts;
  const { name, unit } = MEASURE_WORDS[by];
  const ratio = "from pairs that were measured next to each other";
  const notes =
    reference === null
      ? [`x: the ratio of the two, ${ratio}.`]
      : [
          `median: of the rounds' ${name}${unit === "" ? "" : `, in ${unit}`}.`,
          `x ${reference}: the ratio to ${reference}, ${ratio}.`,
        ];
  const rows = rowsOf(timings, verdicts, by, deciding);
  return [table(["", ...columnsOf(verdicts)], rows, reference === null ? 2 : 1), lines(...notes)];
}

/** The other measures, each with its own rows. No block if there are none. */
export function otherMeasures({ timings }: BenchmarkResult, verdicts: Verdicts): Block[] {
  const measures = MEASURES.filter((by) =>
    verdicts.others.some((one) => one.by === by && one.reason?.code !== "NOT_MEASURED"),
  );
  if (measures.length === 0) return [];
  const rows = measures.flatMap((by) => {
    const { name, unit } = MEASURE_WORDS[by];
    const comparisons = verdicts.others.filter((one) => one.by === by);
    const titled = unit === "" ? name : `${name}, ${unit}`;
    return rowsOf(timings, verdicts, by, comparisons).map((row, index) => [
      index === 0 ? titled : "",
      ...row,
    ]);
  });
  const invalid = verdicts.others.flatMap(({ by, label, reason }) =>
    measures.includes(by) && reason ? `${MEASURE_WORDS[by].name} of ${label}: ${reason.message}.` : [],
  );
  return [
    heading("Other measures"),
    table(["", "", ...columnsOf(verdicts)], rows, verdicts.reference === null ? 3 : 2),
    lines(...measures.map((by) => `${MEASURE_WORDS[by].name}: ${MEASURE_WORDS[by].meaning}.`), ...invalid),
  ];
}

/** The rounds of each timing: how many, and the range of their values. */
export function roundsTable({ timings }: BenchmarkResult, by: Measure): Block[] {
  const { name, unit } = MEASURE_WORDS[by];
  const rows = timings.map((timing) => {
    const cells = [0, 0.5, 1].map((place) => atPlace(timing, by, place));
    return [timing.label, String(timing.rounds.length), ...cells];
  });
  return [
    heading(`Rounds: ${name}${unit === "" ? "" : ` in ${unit}`}`),
    table(["", "rounds", "lowest", "median", "highest"], rows),
  ];
}

function columnsOf({ reference }: Verdicts): string[] {
  return reference === null
    ? ["compared with", "x", "interval", "verdict"]
    : ["median", `x ${reference}`, "interval", "verdict"];
}

function rowsOf(
  timings: readonly Timing[],
  { reference }: Verdicts,
  by: Measure,
  comparisons: readonly Comparison[],
): string[][] {
  if (reference === null) return comparisons.map((one) => [one.label, one.to, ...shownBy(one)]);
  return timings.map((timing) => {
    const median = atPlace(timing, by, 0.5);
    if (timing.label === reference) return [timing.label, median, formatRatio(1), "", ""];
    const comparison = comparisons.find(({ label }) => label === timing.label);
    return [timing.label, median, ...(comparison ? shownBy(comparison) : ["-", "-", "-"])];
  });
}

function shownBy(comparison: Comparison): [ratio: string, interval: string, verdict: string] {
  return [ratioOf(comparison), intervalOf(comparison), verdictWord(comparison)];
}
