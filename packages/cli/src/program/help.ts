// The texts of `wireduel --help` and `wireduel run --help`, from the table of commands and flags. Pure.
import type { Command, Example } from "../command.js";
import { readsConfig } from "../config/check-keys.js";
import { type Flag, flagName } from "../flags/flag.js";
import { wrap } from "../terminal/wrap.js";

const WIDTH = 80;
/** Where the second column begins. */
const COLUMN = 26;
const OPTIONS = "Options";
const CONFIGURATION =
  "Flags can also be keys of a configuration file, such as replyBytes for --reply-bytes. The command line wins. Every " +
  "switch can be turned off, as in --no-quiet.";

/** The help of the whole program. */
export function programHelp(commands: readonly [Command, ...Command[]]): string {
  const [first] = commands;
  const names = commands.map(({ name, summary }) => row(name, summary)).join("");
  return `Compares wire protocols for your payload and your network.

Usage: wireduel ${first.takes} [flags]
       wireduel COMMAND [flags]

Examples:
${examplesOf(commands.flatMap(({ examples }) => examples.slice(0, 1)))}
Commands:
${names}
${row("help [COMMAND]", "Shows the flags of a command, with examples.")}${row("--version, -V", "Prints the version.")}
Without a command, wireduel runs \`${first.name}\`. Its flags: wireduel ${first.name} --help
`;
}

/** The help of a command. */
export function commandHelp(command: Command, isDefault: boolean): string {
  const { name, takes, summary, examples } = command;
  const usage = ["wireduel", isDefault ? `[${name}]` : name, takes, "[flags]"].filter((word) => word !== "");
  return [
    `${paragraph(summary)}\nUsage: ${usage.join(" ")}\n`,
    examples.length === 0 ? "" : `Examples:\n${examplesOf(examples)}`,
    ...groupsOf(command).map(([group, rows]) => `${group}:\n${rows.join("")}`),
    readsConfig(command) ? paragraph(CONFIGURATION) : "",
  ]
    .filter((part) => part !== "")
    .join("\n");
}

/** A flag with its value, as the help shows it: `--json[=FILE]`. */
export function flagSyntax(key: string, { value, valueOptional }: Flag<unknown>): string {
  if (value === null) return flagName(key);
  return valueOptional ? `${flagName(key)}[=${value}]` : `${flagName(key)} ${value}`;
}

function groupsOf({ flags }: Command): readonly (readonly [string, readonly string[]])[] {
  const groups = new Map<string, string[]>();
  const shown = Object.entries(flags).filter(([, flag]) => !flag.configurationOnly);
  for (const [key, flag] of shown) {
    const { group = OPTIONS, help, fallback } = flag;
    const rows = groups.get(group) ?? [];
    groups.set(group, rows);
    rows.push(row(flagSyntax(key, flag), fallback === "" ? help : `${help} Default: ${fallback}.`));
  }
  const last = [...groups.keys()].at(-1) ?? OPTIONS;
  const rows = groups.get(last) ?? [];
  groups.set(last, [...rows, row("--help, -h", "Shows this help.")]);
  return [...groups];
}

function examplesOf(examples: readonly Example[]): string {
  return examples.map(({ command, meaning }) => `  ${command}\n      ${meaning}\n`).join("");
}

function paragraph(text: string): string {
  return `${wrap(text, WIDTH).join("\n")}\n`;
}

/** Two columns. A long first one has a line of its own. */
function row(left: string, right: string): string {
  const lines = wrap(right, WIDTH - COLUMN);
  const start = `  ${left}`;
  const [first = "", ...rest] = start.length <= COLUMN - 2 ? lines : ["", ...lines];
  const indented = rest.map((line) => " ".repeat(COLUMN) + line);
  return `${[`${start.padEnd(COLUMN)}${first}`.trimEnd(), ...indented].join("\n")}\n`;
}
