import {
  flag,
  json,
  type Kind,
  listOf,
  nullable,
  number,
  object,
  oneOf,
  optional,
  text,
} from "../../options/kinds.js";
import { comparison as comparisonKind } from "../../result/comparison-kinds.js";
import { type Comparison, MEASURES } from "../../verdict/comparison.js";
import { differenceInWords } from "../../verdict/results/difference-in-words.js";
import {
  type ComparedResult,
  DIFFERENCES,
  type ResultComparison,
  type ResultDifference,
} from "../../verdict/results/result-comparison.js";
import { asText, type Block, heading, lines, list, strong, table } from "../document/block.js";
import { asMarkdownWithin } from "../document/fit.js";
import { checkOnce, type MarkdownOptions, markdownFields } from "../input.js";
import { intervalOf, ratioOf, verdictWord } from "../verdict/cells.js";
import { confidenceInWords } from "../verdict/confidence.js";
import { MEASURE_WORDS } from "../verdict/measure-words.js";
import { verdictInWords } from "../verdict/sentence.js";

const loose = { unknown: "ignore" } as const;
const compared = object<ComparedResult>({ id: text(), startedAt: text(), commit: nullable(text()) }, loose);
/** The kind of what `compareResults` returns. */
export const resultComparison: Kind<ResultComparison> = object<ResultComparison>(
  {
    base: compared,
    head: compared,
    paired: flag,
    decideBy: oneOf(MEASURES),
    margin: number({ min: 0 }),
    comparisons: listOf(comparisonKind),
    permitted: listOf(
      object<ResultDifference>(
        { name: oneOf(DIFFERENCES), of: nullable(text()), what: text(), base: json, head: json },
        loose,
      ),
    ),
  },
  loose,
);

/** Options of the report of two compared results. */
export interface ComparisonOptions {
  /** What was compared, for the heading, such as `10 kB, wan` for a cell of two matrices. Default: nothing. */
  readonly of?: string | undefined;
}

const ofField = { of: optional(text()) };
const textOptions = object<ComparisonOptions>(ofField);
const markdownOptions = object<ComparisonOptions & { readonly mostCharacters: number }>({
  ...ofField,
  ...markdownFields,
});

/**
 * What `compareResults` found, as text: a verdict on each adapter, and a table of all measures.
 * @throws WireduelError `INVALID_OPTION` if it is not what `compareResults` returns
 */
export function formatResultComparison(
  comparison: ResultComparison,
  options: ComparisonOptions = {},
): string {
  return asText(comparisonBlocks(comparison, options));
}

/**
 * The blocks of both reports. The first one is the heading.
 * @throws WireduelError `INVALID_OPTION` if it is not what `compareResults` returns
 */
export function comparisonBlocks(comparison: ResultComparison, options: ComparisonOptions): readonly Block[] {
  checkOnce(resultComparison, "comparison", comparison);
  return blocksOf(comparison, textOptions.parse("options", options));
}

/**
 * The same as Markdown, as GitHub renders it: for a comment on a change.
 * @throws WireduelError `INVALID_OPTION` if it is not what `compareResults` returns
 */
export function formatResultComparisonMarkdown(
  comparison: ResultComparison,
  options: ComparisonOptions & MarkdownOptions = {},
): string {
  checkOnce(resultComparison, "comparison", comparison);
  const checked = markdownOptions.parse("options", options);
  return asMarkdownWithin(blocksOf(comparison, checked), checked);
}

function blocksOf(result: ResultComparison, options: ComparisonOptions): Block[] {
  const { base, head, paired, decideBy, margin, comparisons, permitted } = result;
  const { name, meaning } = MEASURE_WORDS[decideBy];
  const sentences = comparisons
    .filter(({ decides }) => decides)
    .map((one) => `${verdictInWords(named(one), margin)}.`);
  const sure = comparisons.find(({ low, high }) => low !== null || high !== null);
  return [
    heading(`Verdict${options.of === undefined ? "" : ` for ${options.of}`}: head compared with base`),
    strong(...(sentences.length === 1 ? sentences : sentences.map((sentence) => `- ${sentence}`))),
    lines(
      `By the ${name} (${meaning}).${sure ? ` ${confidenceInWords(sure.confidence, "report")}` : ""}`,
      ...(paired
        ? []
        : [
            "Base and head are separate runs. Whatever changed on the machine between them is part of each ratio.",
          ]),
    ),
    table(["", "", "rounds", "x base", "interval", "verdict"], rowsOf(comparisons), 2),
    ...list("Differences that were permitted:", permitted.map(differenceInWords)),
    lines(`base: ${originOf(base)}`, `head: ${originOf(head)}`),
  ];
}

/** Both have the same label if both results have the same adapter. Then the words say which is which. */
export function named(comparison: Comparison): Comparison {
  const { label, to } = comparison;
  return label === to ? { ...comparison, label: `${label} of head`, to: `${to} of base` } : comparison;
}

/** All measures, the one that decides first. The name of a measure is only in its first row. */
function rowsOf(comparisons: readonly Comparison[]): string[][] {
  const sorted = [
    ...comparisons.filter(({ decides }) => decides),
    ...comparisons.filter(({ decides }) => !decides),
  ];
  return sorted.map((one, index) => {
    const { by, label, to, rounds } = one;
    const { name } = MEASURE_WORDS[by];
    return [
      sorted[index - 1]?.by === by ? "" : name,
      label === to ? label : `${label}, base: ${to}`,
      ...[String(rounds), ratioOf(one), intervalOf(one), verdictWord(one)],
    ];
  });
}

function originOf({ startedAt, commit }: ComparedResult): string {
  const when = startedAt.slice(0, 16).replace("T", " ");
  return `measured ${when} UTC${commit === null ? "" : `, commit ${commit.slice(0, 10)}`}.`;
}
