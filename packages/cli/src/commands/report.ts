import { join } from "node:path";
import { isMatrix } from "@wireduel/core/report";
import { type Command, defineCommand } from "../command.js";
import { EXIT } from "../exit-code.js";
import { UsageError } from "../failure.js";
import type { CommandLineFlag } from "../flags/flag.js";
import { choiceFlag, listFlag, negatable, onCommandLine, pathFlag } from "../flags/kinds.js";
import { PAGE_FLAGS } from "../flags/page-flags.js";
import { FORMAT_NAMES, FORMATS, type FormatName, formatStored } from "../formats/formats.js";
import { readStored } from "../formats/read-stored.js";
import { writeOutput } from "../output/write-output.js";
import { hintOf } from "../run/hint.js";
import { styledReport, stylesOf } from "../terminal/styles.js";

type ReportFlags = {
  readonly format: CommandLineFlag<readonly FormatName[]>;
  readonly output: CommandLineFlag<string>;
  readonly embedResult: CommandLineFlag<boolean>;
};

const DESCRIBED = FORMAT_NAMES.map((name) => `${name} (${FORMATS[name].help})`).join(", ");

/** `wireduel report FILE` */
export const report: Command = defineCommand<ReportFlags>({
  name: "report",
  summary: "Shows a stored result, or writes it for another program.",
  takes: "FILE",
  flags: {
    format: onCommandLine(
      listFlag(choiceFlag("FORMAT", FORMAT_NAMES, { help: `${DESCRIBED}.`, fallback: "text" })),
    ),
    output: onCommandLine(
      pathFlag("FILE", {
        help: "Write to this file. With several formats, a folder, in which each has a file.",
        fallback: "stdout",
      }),
    ),
    embedResult: onCommandLine(negatable(PAGE_FLAGS.embedResult)),
  },
  examples: [
    { command: "wireduel report wireduel-results", meaning: "the newest result of this folder" },
    {
      command: 'wireduel report result.json --format markdown >> "$GITHUB_STEP_SUMMARY"',
      meaning: "as the summary of a job on GitHub",
    },
    {
      command: "wireduel report result.json --format junit,csv-rounds --output reports",
      meaning: "reports/report.xml and reports/report.rounds.csv",
    },
    { command: "wireduel report report.html --format json", meaning: "the result inside a page" },
    { command: "wireduel ws grpc --json | wireduel report -", meaning: "from stdin" },
  ],
  async run([file = ""], { format: names = ["text"], output, embedResult }, context) {
    const several = names.length > 1;
    if (several && output === undefined)
      throw new UsageError("--output: several formats need a folder, such as --output reports");
    if (embedResult !== undefined && !names.includes("html"))
      throw new UsageError("--embed-result: it is for a page, so add --format html");
    const styles = stylesOf("stdout", context);
    const stored = await readStored(file, context);
    if (stored.status === "running")
      context.err("wireduel: warning: this result is partial: it was stored before the run ended\n");
    const hint = isMatrix(stored) ? undefined : hintOf(stored);
    // Nothing is written if one of the formats is refused.
    const written = await Promise.all(
      names.map(async (name) => ({
        name,
        ...FORMATS[name],
        text: await formatStored(stored, name, { embedResult, hint }),
      })),
    );
    for (const { name, text, extension } of written) {
      if (output === undefined) context.out(name === "text" ? styledReport(text, styles) : text);
      else writeOutput(several ? join(output, `report${extension}`) : output, text, context);
    }
    return EXIT.ok;
  },
});
