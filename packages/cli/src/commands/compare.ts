import {
  compareResults,
  DIFFERENCES,
  type DifferenceName,
  MEASURES,
  type Measure,
  type ResultComparison,
  WireduelError,
} from "@wireduel/core";
import {
  formatResultComparison,
  formatResultComparisonMarkdown,
  isMatrix,
  type StoredResult,
} from "@wireduel/core/report";
import { type Command, defineCommand } from "../command.js";
import { matchFlag, resolveMatches } from "../compare/match.js";
import { whyNotComparable } from "../compare/why-not-comparable.js";
import { EXIT } from "../exit-code.js";
import { UsageError } from "../failure.js";
import type { CommandLineFlag } from "../flags/flag.js";
import { choiceFlag, listFlag, onCommandLine, pathFlag, percentFlag } from "../flags/kinds.js";
import { readStored } from "../formats/read-stored.js";
import { writeOutput } from "../output/write-output.js";
import { styledReport, stylesOf } from "../terminal/styles.js";

const FORMATS = {
  text: (comparison: ResultComparison) => `${formatResultComparison(comparison)}\n`,
  markdown: (comparison: ResultComparison) => formatResultComparisonMarkdown(comparison),
  json: (comparison: ResultComparison) => `${JSON.stringify(comparison, null, 2)}\n`,
} as const;
const FORMAT_NAMES = ["text", "markdown", "json"] as const;

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
  summary: "Compares two stored results of the same machine and settings.",
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
      command: "wireduel compare result.json result.json --match ws=gRPC",
      meaning: "two adapters of one run, block by block",
    },
  ],
  async run([base = "", head = ""], { format = "text", output, match = [], ...flags }, context) {
    if (base === "-" && head === "-") throw new UsageError("only one of the two results can come from stdin");
    const own = resultOf(base, await readStored(base, context.cwd));
    const other = resultOf(head, await readStored(head, context.cwd));
    const options = { ...flags, match: resolveMatches(match, own, other) };
    const text = FORMATS[format](compared(() => compareResults(own, other, options)));
    const styles = stylesOf("stdout", context);
    if (output === undefined) context.out(format === "text" ? styledReport(text, styles) : text);
    else writeOutput(output, text, context);
    return EXIT.ok;
  },
});

function resultOf(given: string, stored: StoredResult) {
  if (!isMatrix(stored)) return stored;
  throw new UsageError(
    `${given} is a matrix; compare takes results of single runs: one size, network and load`,
  );
}

function compared(compareBoth: () => ResultComparison): ResultComparison {
  try {
    return compareBoth();
  } catch (error) {
    if (error instanceof WireduelError && error.code === "NOT_COMPARABLE")
      throw new UsageError(whyNotComparable(error.message));
    throw error;
  }
}
