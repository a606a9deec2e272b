import type { Outcome, Scenario } from "../internals.js";
import { markdownTable } from "../results/table.js";
import { LENGTHS, type Row } from "./scenarios.js";

/** The summary and the tables of a simulation, in Markdown. */
export function documentOf(rows: readonly Row[], cases: number): string {
  const limit = `A true 5 % shows as at most ${percent(limitFor(cases))} (three standard errors).`;
  return [
    "# The verdict, simulated",
    `\`pnpm bench simulate --cases ${cases}\`: ${cases} runs of equal adapters and ${cases} runs with differences for each cell. ${limit}`,
    "Contenders: adapters compared with the reference. Variation: the standard deviation of the logarithm of a round's " +
      "value. With differences, the true ratios are 1.1, 1.5 and 1 in turn. The last column is the rule `rounds: {}`: 6 to " +
      "30 rounds, with its looks.",
    "## In short",
    summaryOf(rows),
    "## All scenarios",
    ...MEASURED.map(([title, cell]) => `### ${title}\n\n${fullTable(rows, cell)}`),
  ].join("\n\n");
}

type Cell = (row: Row) => string;

const MEASURED: readonly (readonly [title: string, cell: Cell])[] = [
  ["Runs of equal adapters that claim a difference", ({ equal }) => percent(equal.wrong)],
  ["Runs with differences that claim a wrong one", ({ mixed }) => percent(mixed.wrong)],
  ["Runs of equal adapters in which all intervals hold", ({ equal }) => percent(equal.covered)],
  ["Runs with differences in which all intervals hold", ({ mixed }) => percent(mixed.covered)],
  ["A ratio of 1.1 is shown", ({ mixed }) => percent(powerOf(mixed, 1.1))],
  ["A ratio of 1.5 is shown", ({ mixed }) => percent(powerOf(mixed, 1.5))],
  ["Rounds of runs with differences", ({ mixed }) => mixed.rounds.toFixed(1)],
];

/** The worst of all shapes and variations, and how often differences are shown. */
export function summaryOf(rows: readonly Row[]): string {
  const head = LENGTHS.map(inWords);
  const contenders = [...new Set(rows.map((row) => row.contenders))];
  const worst = (title: string, worstOf: (found: readonly Row[]) => number) => {
    const lines = contenders.map((count) => [
      String(count),
      ...LENGTHS.map((length) =>
        percent(worstOf(rows.filter((row) => row.contenders === count && row.rounds === length))),
      ),
    ]);
    return `${title}:\n\n${markdownTable(["contenders", ...head], lines)}`;
  };
  const calm = rows.filter(({ shape }) => shape === "normal");
  return [
    worst("Runs that claim any difference wrongly, the worst of all shapes and variations", (found) =>
      Math.max(...found.flatMap(({ equal, mixed }) => [equal.wrong, mixed.wrong])),
    ),
    worst("Runs in which all intervals hold, the worst of all shapes and variations", (found) =>
      Math.min(...found.flatMap(({ equal, mixed }) => [equal.covered, mixed.covered])),
    ),
    `How often a ratio of 1.1 and one of 1.5 is shown:\n\n${fullTable(
      calm,
      ({ mixed }) => `${rounded(powerOf(mixed, 1.1))}, ${rounded(powerOf(mixed, 1.5))}`,
    )}`,
  ].join("\n\n");
}

function powerOf({ power }: Outcome, ratio: number): number {
  return power.get(ratio) ?? Number.NaN;
}

function fullTable(rows: readonly Row[], cell: Cell): string {
  const lines = groupsOf(rows).map(([name, group]) => [name, ...cellsOf(group, cell)]);
  return markdownTable(["contenders, variation, shape", ...LENGTHS.map(inWords)], lines);
}

/** The scenarios with more wrong runs than chance allows, if 5 in 100 are promised. */
export function broken(rows: readonly Row[], cases: number): string[] {
  const limit = limitFor(cases);
  return rows.flatMap((row) =>
    [row.equal, row.mixed].flatMap(({ wrong, covered }) => {
      const worst = Math.max(wrong, 1 - covered);
      return worst > limit ? [`${nameOf(row)}, ${inWords(row.rounds)}: ${percent(worst)}`] : [];
    }),
  );
}

/** What a share of 5 % may look like in so many cases: three standard errors more. */
export function limitFor(cases: number): number {
  return 0.05 + 3 * Math.sqrt((0.05 * 0.95) / cases);
}

/** Rows that differ only in the number of rounds. */
function groupsOf(rows: readonly Row[]): [string, Row[]][] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(nameOf(row), [...(groups.get(nameOf(row)) ?? []), row]);
  return [...groups];
}

function nameOf({ contenders, variation, shape }: Row): string {
  return `${contenders}, ${100 * variation} %, ${shape}`;
}

function cellsOf(group: readonly Row[], cell: (row: Row) => string): string[] {
  return LENGTHS.map((length) => {
    const row = group.find(({ rounds }) => rounds === length);
    return row ? cell(row) : "";
  });
}

function inWords(rounds: Scenario["rounds"]): string {
  return typeof rounds === "number" ? `${rounds} rounds` : `${rounds.min} to ${rounds.max}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function rounded(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
