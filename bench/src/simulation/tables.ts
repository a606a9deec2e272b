import type { Scenario } from "../internals.js";
import { markdownTable } from "../results/table.js";
import { LENGTHS, type Row } from "./scenarios.js";

/** The tables of a simulation, in Markdown. */
export function tablesOf(rows: readonly Row[], cases: number): string {
  const head = ["contenders, variation, shape", ...LENGTHS.map(inWords)];
  const table = (title: string, cell: (row: Row) => string) =>
    `### ${title}\n\n${markdownTable(
      head,
      groupsOf(rows).map(([name, group]) => [name, ...cellsOf(group, cell)]),
    )}`;
  return [
    "# The verdict, simulated",
    `\`pnpm bench simulate --cases ${cases}\`: ${cases} runs of each scenario. ${limitInWords(cases)}`,
    "Contenders: adapters compared with the reference. Variation: the standard deviation of the logarithm of a round's " +
      "value. With differences, the true ratios are 1.1, 1.5 and 1 in turn. The last column is the rule `rounds: {}`: 6 to " +
      "30 rounds, with its looks.",
    table("Runs of equal adapters that claim any difference", ({ equal }) => percent(equal.wrong)),
    table("Runs with differences that claim a wrong one", ({ mixed }) => percent(mixed.wrong)),
    table("Runs of equal adapters in which every interval has its true ratio", ({ equal }) =>
      percent(equal.covered),
    ),
    table("Runs with differences in which every interval has its true ratio", ({ mixed }) =>
      percent(mixed.covered),
    ),
    table("A ratio of 1.1 is shown", ({ mixed }) => percent(mixed.power.get(1.1) ?? Number.NaN)),
    table("A ratio of 1.5 is shown", ({ mixed }) => percent(mixed.power.get(1.5) ?? Number.NaN)),
    table("Rounds of runs with differences", ({ mixed }) => mixed.rounds.toFixed(1)),
  ].join("\n\n");
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

function limitInWords(cases: number): string {
  return `A true 5 % shows as at most ${percent(limitFor(cases))} (three standard errors).`;
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
