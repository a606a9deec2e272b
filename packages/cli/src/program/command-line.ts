import { Command as Commander, type CommanderError, Option } from "commander";
import type { Command } from "../command.js";
import { UsageError } from "../failure.js";
import { type Flag, flagName, isNegatable, negatedName } from "../flags/flag.js";
import { unknownFlag } from "./unknown-flag.js";

/** What a command line asks for. */
export type Request =
  | {
      readonly command: Command;
      readonly args: readonly string[];
      /** The flags that were given, by their keys, not checked yet. */
      readonly given: Readonly<Record<string, unknown>>;
    }
  | {
      /** `--help`. Undefined: of no certain command. */
      readonly help: Command | undefined;
    }
  | "version";

/**
 * Reads a command line.
 * @param commands the first one is meant if the command line names none
 * @throws UsageError
 */
export function readCommandLine(
  argv: readonly string[],
  commands: readonly [Command, ...Command[]],
): Request {
  const [first, ...rest] = argv;
  if (first === "--help" || first === "-h") return { help: undefined };
  if (first === "--version" || first === "-V") return "version";
  if (first === "help") return { help: rest[0] === undefined ? undefined : named(rest[0], commands) };
  const command = commands.find(({ name }) => name === first);
  return command === undefined ? parse(commands[0], argv, commands) : parse(command, rest, commands);
}

/** Stands for the value of a flag that came without one. No argument of a process can have this character. */
const NO_VALUE = "\0";

function parse(command: Command, argv: readonly string[], commands: readonly Command[]): Request {
  const parser = parserOf(command);
  try {
    parser.parse(withoutGuesses(argv, command), { from: "user" });
  } catch (error) {
    const { code } = error as CommanderError;
    if (code === "commander.helpDisplayed") return { help: command };
    throw usageError(error as CommanderError, command, commands);
  }
  if (parser.args.some((argument) => argument.trim() === ""))
    throw new UsageError(`${command.name}: an argument is empty; expected ${command.takes || "none"}`);
  return { command, args: parser.args, given: parser.opts() };
}

/** A value that may be left out comes after `=`. In `--json ws`, ws is an adapter. */
function withoutGuesses(argv: readonly string[], { flags }: Command): string[] {
  const names = Object.keys(flags)
    .filter((key) => flags[key]?.valueOptional)
    .map(flagName);
  const end = argv.indexOf("--");
  return argv.map((argument, index) =>
    names.includes(argument) && (end < 0 || index < end) ? `${argument}=${NO_VALUE}` : argument,
  );
}

function parserOf(command: Command): Commander {
  const parser = new Commander(command.name)
    .exitOverride()
    .configureOutput({ writeOut: () => {}, writeErr: () => {} })
    .showSuggestionAfterError(false)
    .helpOption("-h, --help");
  if (command.takes !== "") parser.arguments(argumentsOf(command.takes));
  for (const [key, flag] of Object.entries(command.flags)) {
    if (flag.configurationOnly) continue;
    parser.addOption(new Option(flagName(key) + syntaxOf(flag)).argParser(collect));
    if (isNegatable(flag)) parser.addOption(new Option(negatedName(key)));
  }
  return parser.action(() => {});
}

/** The values of a flag that was repeated become a list. */
function collect(text: string | undefined, previous: unknown): unknown {
  // A switch.
  if (text === undefined) return true;
  const value = text === NO_VALUE || text.replace(`=${NO_VALUE}`, "");
  // False: `--no-…` came before.
  if (previous === undefined || previous === false) return value;
  return Array.isArray(previous) ? [...previous, value] : [previous, value];
}

/**
 * The command with this name.
 * @throws UsageError
 */
function named(name: string, commands: readonly Command[]): Command {
  const found = commands.find((one) => one.name === name);
  if (found) return found;
  throw new UsageError(
    `there is no command ${name}; known are ${commands.map((one) => one.name).join(", ")}`,
  );
}

function usageError(error: CommanderError, command: Command, commands: readonly Command[]): UsageError {
  const message = error.message.replace(/^error: /, "");
  const quoted = /'(.*)'/s.exec(message)?.[1] ?? "";
  switch (error.code) {
    case "commander.unknownOption":
      return unknownFlag(quoted, command, commands);
    case "commander.optionMissingArgument":
      return new UsageError(
        `${quoted.split(" ")[0]}: expected a value, as in: ${quoted.replaceAll(/[<>]/g, "")}`,
      );
    case "commander.missingArgument":
      return new UsageError(`${command.name}: ${quoted} is missing, as in: ${exampleOf(command)}`);
    case "commander.excessArguments":
      return new UsageError(
        `${command.name}: too many arguments; expected ${command.takes === "" ? "none" : command.takes}`,
      );
    default:
      return new UsageError(message);
  }
}

function exampleOf({ examples, name, takes }: Command): string {
  return examples[0]?.command ?? `wireduel ${name} ${takes}`;
}

function argumentsOf(takes: string): string {
  return takes
    .split(" ")
    .map((name) => (name.startsWith("[") ? name : `<${name}>`))
    .join(" ");
}

function syntaxOf({ value, valueOptional }: Flag<unknown>): string {
  if (value === null) return "";
  return valueOptional ? ` [${value}]` : ` <${value}>`;
}
