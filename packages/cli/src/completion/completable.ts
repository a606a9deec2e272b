// What the completions of all shells are made from: the tables of commands and flags.
import { OWN_ADAPTERS } from "../adapters/load-adapters.js";
import type { Command } from "../command.js";
import { type Flag, flagName, negatedName } from "../flags/flag.js";

/** The shells with completions. */
export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

/** A flag, as a shell completes it. */
export interface CompletableFlag {
  /** `--size` */
  readonly name: string;
  /** One line. */
  readonly help: string;
  /** The word of the help for its value. Null: it has none. */
  readonly value: string | null;
  /** The value may be left out. Then it can only follow an equals sign. */
  readonly valueOptional: boolean;
  readonly isPath: boolean;
  readonly isList: boolean;
  readonly choices: readonly string[];
}

/** A command, as a shell completes it. */
export interface CompletableCommand {
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly CompletableFlag[];
  /** Words for its arguments. */
  readonly words: readonly string[];
  /** Whether its arguments may be files. */
  readonly takesFiles: boolean;
}

const HELP: CompletableFlag = {
  name: "--help",
  help: "Show the help.",
  value: null,
  valueOptional: false,
  isPath: false,
  isList: false,
  choices: [],
};

/** The words that stand for an argument, by its name in `Command.takes`. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  ADAPTER: Object.keys(OWN_ADAPTERS),
  NAME: Object.keys(OWN_ADAPTERS),
  SHELL: SHELLS,
};

/** What shells can complete: all commands, and `help`. */
export function completables(commands: readonly Command[]): readonly CompletableCommand[] {
  const words = commands.map(({ name }) => name);
  const help = { name: "help", summary: "Shows the flags of a command, with examples.", words };
  return [...commands.map(completable), { ...help, flags: [], takesFiles: false }];
}

function completable({ name, summary, takes, flags }: Command): CompletableCommand {
  const takesNames = takes.match(/[A-Z]+/g) ?? [];
  return {
    name,
    summary,
    flags: [...Object.entries(flags).flatMap(([key, flag]) => flagsOf(key, flag)), HELP],
    words: takesNames.flatMap((argument) => WORDS[argument] ?? []),
    takesFiles: takesNames.some((argument) => argument !== "SHELL"),
  };
}

function flagsOf(key: string, flag: Flag<unknown>): CompletableFlag[] {
  if (flag.configurationOnly) return [];
  const { value, valueOptional = false, isPath = false, isList = false, choices = [] } = flag;
  const help = flag.help.replaceAll(/\s+/g, " ");
  const positive = { name: flagName(key), help, value, valueOptional, isPath, isList, choices };
  if (!flag.negatable) return [positive];
  return [positive, { ...HELP, name: negatedName(key), help: `Turn off ${flagName(key)}.` }];
}
