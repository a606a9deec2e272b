// What a matrix shows, in sentences.
import { sizeLabel } from "../../result/axis-labels.js";
import type { Crossover, CrossoverTurn, MatrixCell, MatrixResult } from "../../result/matrix.js";
import type { Measure } from "../../verdict/comparison.js";
import { isBetterLarge } from "../../verdict/measures.js";
import { formatCount } from "../format-number.js";
import { listInWords } from "../in-words.js";
import { isTime, MEASURE_WORDS } from "../verdict/measure-words.js";

type State = CrossoverTurn["from"];

/**
 * Which adapter is fastest in how many cells: `Of 8 cells, gRPC is fastest in 5 and WebSocket in 1. In 2, it is
 * undecided.` Null if there is nothing to compare.
 */
export function fastestInWords(matrix: MatrixResult): string | null {
  const { fastest, settings } = matrix;
  const known = fastest.filter(({ verdict }) => verdict !== "unknown");
  if (known.length === 0)
    return matrix.cells.some(hasTooFewRounds) ? "Undecided: there are too few rounds to compare them." : null;
  const best = isTime(settings.decideBy) ? "fastest" : "best";
  const wins = new Map<string, number>();
  for (const { verdict, labels } of known) {
    const [label] = labels;
    if (verdict === "one" && label !== undefined) wins.set(label, (wins.get(label) ?? 0) + 1);
  }
  const count = (verdict: string) => known.filter((one) => one.verdict === verdict).length;
  const [same, undecided] = [count("same"), count("undecided")];
  const ranked = [...wins].sort((a, b) => b[1] - a[1]);
  const [first] = ranked;
  const cells = `${formatCount(known.length)} cell${known.length === 1 ? "" : "s"}`;
  if (undecided === known.length) {
    const where = known.length === 1 ? "" : ` in any of ${cells}`;
    return `Undecided: no adapter is shown to be ${best}${where}.`;
  }
  if (first?.[1] === known.length) {
    return known.length === 1 ? `${first[0]} is ${best}.` : `${first[0]} is ${best} in all ${cells}.`;
  }
  const won = ranked.map(([label, cellsWon], index) => {
    return `${label}${index === 0 ? ` is ${best}` : ""} in ${formatCount(cellsWon)}`;
  });
  const sentences = [
    won.length === 0
      ? `No adapter is shown to be ${best} in any of ${cells}.`
      : `Of ${cells}, ${listInWords(won)}.`,
    ...(same > 0 ? [`In ${formatCount(same)}, the best ones are equal.`] : []),
    ...(undecided > 0 ? [`In ${formatCount(undecided)}, it is undecided.`] : []),
  ];
  return sentences.join(" ");
}

/** Whether a cell was measured, but not often enough for a comparison. */
export function hasTooFewRounds({ status, result }: MatrixCell): boolean {
  return (
    status === "completed" && result !== null && result.timings.length > 1 && result.comparisons.length === 0
  );
}

/** How the pairs compare along the sizes of the payloads, under one network and load: one sentence for each pair. */
export function crossoversInWords({ crossovers }: MatrixResult, network: number, load: number): string[] {
  const here = crossovers.filter((one) => one.network === network && one.load === load);
  const kinds = new Set(here.map(({ payloads }) => payloads));
  return here.flatMap((crossover) => {
    const sentence = crossoverInWords(crossover);
    if (sentence === null) return [];
    return `${kinds.size > 1 ? `${crossover.payloads}: ` : ""}${sentence}.`;
  });
}

function crossoverInWords(crossover: Crossover): string | null {
  const { course, label, to, by, points } = crossover;
  const shown = points.filter(({ verdict }) => verdict !== "undecided" && verdict !== "invalid");
  const [first] = shown;
  switch (course) {
    case "one-size":
      return null;
    case "nothing-shown":
      return `No size shows how ${label} compares with ${to}`;
    case "constant": {
      const compared = pairInWords(crossover, first?.verdict as State);
      if (shown.length === points.length) return `At every size, ${compared}`;
      const sizes = listInWords(shown.map(({ bytes }) => sizeLabel(bytes)));
      return `At ${sizes}, ${compared}. ${points.length - shown.length > 1 ? "The other sizes show" : "The other size shows"} nothing`;
    }
    case "turns":
      return `${coursesInWords(crossover)}${turnInWords(crossover)}`;
    case "not-monotone": {
      const states = shown.map(
        ({ bytes, verdict }) => `${amountOf(by, verdict as State)} at ${sizeLabel(bytes)}`,
      );
      return `The order of ${label} and ${to} turns more than once: ${label} ${MEASURE_WORDS[by].verb[0]} ${states.join(", ")}`;
    }
  }
}

/** `gRPC takes less time than WebSocket`, `gRPC takes the same time as WebSocket`. */
function pairInWords({ label, to, by }: Crossover, state: State): string {
  const { verb } = MEASURE_WORDS[by];
  return `${label} ${verb[0]} ${amountOf(by, state)} ${state === "same" ? "as" : "than"} ${to}`;
}

/** `gRPC takes less time than WebSocket up to 10 kB, and more time from 1 MB on`. */
function coursesInWords(crossover: Crossover): string {
  const { turns, by, points } = crossover;
  const [first] = turns;
  if (first === undefined) return "";
  const [least, most] = [points[0]?.bytes, points.at(-1)?.bytes];
  const later = turns.map(({ to, beforeBytes }, index) => {
    const on = index < turns.length - 1 ? "" : " on";
    const from =
      beforeBytes === most ? `at ${sizeLabel(beforeBytes)}` : `from ${sizeLabel(beforeBytes)}${on}`;
    return `${amountOf(by, to)} ${from}`;
  });
  const until = `${first.afterBytes === least ? "at" : "up to"} ${sizeLabel(first.afterBytes)}`;
  const last = later.pop();
  return `${[`${pairInWords(crossover, first.from)} ${until}`, ...later].join(", ")}, and ${last}`;
}

/** `; the order turns between 10 kB and 1 MB`, if one is ahead before and the other one after. */
function turnInWords({ turns }: Crossover): string {
  const [first, last] = [turns[0], turns.at(-1)];
  if (!first || !last || first.from === "same" || last.to === "same") return "";
  return `; the order turns between ${sizeLabel(first.afterBytes)} and ${sizeLabel(last.beforeBytes)}`;
}

/** `less time`, `the same time`, `more payloads per second`. */
function amountOf(by: Measure, state: State): string {
  const { less, same, more } = MEASURE_WORDS[by];
  if (state === "same") return same;
  return (state === "faster") === isBetterLarge(by) ? more : less;
}
