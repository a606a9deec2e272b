// The flags that say where the result goes.
import { FORMAT_NAMES, type FormatName } from "../formats/formats.js";
import { alternatives, type CommandLineFlag, type Flag, inGroup, replacing } from "./flag.js";
import { choiceFlag, negatable, onCommandLine, pathFlag, switchFlag, valueOptional } from "./kinds.js";
import { PAGE_FLAGS, type PageFlags } from "./page-flags.js";

/** Where the result goes. */
export type OutputFlags = PageFlags & {
  /** The folder in which results are stored. False: they are not stored. */
  readonly out: Flag<string | false, string | false>;
  /** The format of what is printed. */
  readonly format: Flag<FormatName, FormatName>;
  /** Prints the result as JSON (`true`), or writes it to this file. */
  readonly json: Flag<string | true, string | true>;
  /** A matrix that was interrupted, to go on with. */
  readonly resume: CommandLineFlag<string>;
  /** Prints the plan and measures nothing. */
  readonly dryRun: CommandLineFlag<boolean>;
  /** Sends one payload, and prints every time and byte count of it. */
  readonly debug: CommandLineFlag<boolean>;
};

/** Keys that are about the result of a run. A plan and a single payload have another one. */
const OF_RESULT = ["format", "json"];
/** Keys that say how much to measure. `--debug` sends one payload. */
export const NOT_WITH_DEBUG: readonly string[] = [
  ...["rate", "connections", "concurrency"],
  ...["budget", "quick", "rounds", "duration", "count"],
];

export const OUTPUT_FLAGS: OutputFlags = inGroup("Output", {
  out: negatable(
    pathFlag("DIR", {
      help: "The folder in which results are stored. --no-out stores nothing.",
      fallback: "wireduel-results",
    }),
  ),
  ...PAGE_FLAGS,
  ...alternatives({
    format: choiceFlag("FORMAT", FORMAT_NAMES, {
      help: `The format of what is printed: ${FORMAT_NAMES.join(", ")}.`,
      fallback: "a summary",
    }),
    json: valueOptional(
      pathFlag("FILE", {
        help: "Print the result as JSON, and nothing else on stdout. Or write it to FILE.",
      }),
    ),
  }),
  resume: onCommandLine(
    replacing(
      ["out"],
      pathFlag("FILE", {
        help: "Go on with a matrix that was interrupted: its file, or a folder. All other flags must be as before.",
      }),
    ),
  ),
  dryRun: onCommandLine(
    replacing(
      OF_RESULT,
      switchFlag({ help: "Print the plan: cells, order, expected time. Measure nothing." }),
    ),
  ),
  debug: onCommandLine(
    replacing(
      [...NOT_WITH_DEBUG, ...OF_RESULT, "explain"],
      switchFlag({ help: "Send one payload, and print every time and byte count of it." }),
    ),
  ),
});
