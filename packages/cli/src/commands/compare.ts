import { DIFFERENCES, type DifferenceName, MEASURES, type Measure } from "@wireduel/core";
import {
  type ComparedCell,
  formatResultComparison,
  formatResultComparisonMarkdown,
} from "@wireduel/core/report";
import type { ComparisonHtmlOptions } from "@wireduel/report-html";
import { type Command, defineCommand } from "../command.js";
import { compareStored } from "../compare/compare-stored.js";
import { matchFlag } from "../compare/match.js";
import { EXIT } from "../exit-code.js";
import { UsageError } from "../failure.js";
import type { CommandLineFlag } from "../flags/flag.js";
import { choiceFlag, listFlag, onCommandLine, pathFlag, percentFlag } from "../flags/kinds.js";
import { readStored } from "../formats/read-stored.js";
import { shellWord } from "../output/shell-word.js";
import { writeOutput } from "../output/write-output.js";
import { ownCommand } from "../program/own-command.js";
import { styledReport, stylesOf } from "../terminal/styles.js";

/** GitHub's limit for a comment, and the least that core accepts. */
const MOST_CHARACTERS = 65_536;
const LEAST_CHARACTERS = 1_000;

const FORMATS = {
  text: (cells: readonly ComparedCell[]) =>
    cells.map((one) => `${formatResultComparison(one.comparison, of(one))}\n`).join("\n"),
  markdown: (cells: readonly ComparedCell[]) => {
    const mostCharacters = Math.max(LEAST_CHARACTERS, Math.floor(MOST_CHARACTERS / cells.length) - 1);
    return cells
      .map((one) => formatResultComparisonMarkdown(one.comparison, { ...of(one), mostCharacters }))
      .join("\n");
  },
  html: async (cells: readonly ComparedCell[], about: ComparisonHtmlOptions) => {
    const { formatComparisonHtml } = await import("@wireduel/report-html");
    return formatComparisonHtml(cells, about);
  },
  json: (cells: readonly ComparedCell[]) => {
    const [first] = cells;
    return `${JSON.stringify(first?.cell === null ? first.comparison : { cells }, null, 2)}\n`;
  },
} as const;
const FORMAT_NAMES = ["text", "markdown", "html", "json"] as const;

type CompareFlags = {
  readonly mayDiffer: CommandLineFlag<readonly DifferenceName[]>;
  readonly match: CommandLineFlag<readonly string[]>;
  readonly decideBy: CommandLineFlag<Measure>;
  readonly margin: CommandLineFlag<number>;
  readonly format: CommandLineFlag<(typeof FORMAT_NAMES)[number]>;
  readonly output: CommandLineFlag<string>;
};

/** `wireduel compare BASE HEAD` */
export const compare: Command = defineCommand<CompareFlags>({
  name: "compare",
  summary: "Compares two stored results of the same machine and settings: was head slower than base?",
  takes: "BASE HEAD",
  flags: {
    mayDiffer: onCommandLine(
      listFlag(
        choiceFlag("WHAT", DIFFERENCES, {
          help: `What the two may differ in: ${DIFFERENCES.join(", ")}.`,
          fallback: "nothing",
        }),
      ),
    ),
    match: matchFlag,
    decideBy: onCommandLine(
      choiceFlag("MEASURE", MEASURES, {
        help: `The measure that decides: ${MEASURES.join(", ")}.`,
        fallback: "that of the runs",
      }),
    ),
    margin: onCommandLine(
      percentFlag(
        { min: 0, max: 1 },
        { help: "How far from equal still counts as the same.", fallback: "that of the runs" },
      ),
    ),
    format: onCommandLine(
      choiceFlag("FORMAT", FORMAT_NAMES, {
        help: `The format of what is printed: ${FORMAT_NAMES.join(", ")}.`,
        fallback: "text",
      }),
    ),
    output: onCommandLine(pathFlag("FILE", { help: "Write to this file.", fallback: "stdout" })),
  },
  examples: [
    {
      command: "wireduel compare old/result.json new/result.json --may-differ libraries",
      meaning: "the same adapters with another version of their libraries",
    },
    {
      command: "wireduel compare old/result.json new/result.json --format html --output compared.html",
      meaning: "as a page with pictures",
    },
    {
      command: "wireduel compare result.json result.json --match main=branch",
      meaning: "two versions of an adapter in one run, block by block",
    },
  ],
  async run([baseFile = "", headFile = ""], { format = "text", output, match = [], ...flags }, context) {
    if (baseFile === "-" && headFile === "-")
      throw new UsageError("only one of the two results can come from stdin");
    const base = await readStored(baseFile, context);
    const head = await readStored(headFile, context);
    const command = [ownCommand(context.env), ...context.argv.map(shellWord)].join(" ");
    const text = await FORMATS[format](compareStored(base, head, { ...flags, match }), {
      base,
      head,
      command,
    });
    const styles = stylesOf("stdout", context);
    if (output === undefined) context.out(format === "text" ? styledReport(text, styles) : text);
    else writeOutput(output, text, context);
    return EXIT.ok;
  },
});

function of({ cell }: ComparedCell): { readonly of?: string } {
  return cell === null ? {} : { of: cell };
}
