import { createRequire } from "node:module";
import { orCommand, UnknownAdapter } from "../adapters/unknown-adapter.js";
import { COMMANDS } from "../commands/index.js";
import { readsConfig } from "../config/check-keys.js";
import { type Configuration, readConfig } from "../config/read-config.js";
import type { Context } from "../context.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import { type Flags, flagName } from "../flags/flag.js";
import { readCommandLine } from "./command-line.js";
import { commandHelp, programHelp } from "./help.js";
import { ownCommand } from "./own-command.js";
import { reportFailure } from "./report-failure.js";

const [DEFAULT] = COMMANDS;

/** Runs a command line, and returns the exit code. A failure is one line on stderr. */
export async function runProgram(argv: readonly string[], process: Omit<Context, "argv">): Promise<ExitCode> {
  const context: Context = { ...process, argv };
  try {
    const request = readCommandLine(argv, COMMANDS);
    if (request === "version") return print(`${ownVersion()}\n`, context);
    if ("help" in request) return print(request.help ? helpOf(request.help) : programHelp(COMMANDS), context);
    const { command, args, given } = request;
    const configured = await configurationOf(command, given.config, context);
    if (argv.length === 0 && configured === undefined) {
      context.err(programHelp(COMMANDS));
      return EXIT.usage;
    }
    const values = valuesOf(command.flags, given, configured);
    if (configured && values.quiet !== true) context.err(`Configuration: ${configured.file}\n`);
    return await command.run(args, values, context);
  } catch (error) {
    const names = COMMANDS.map(({ name }) => name);
    const failure = error instanceof UnknownAdapter ? orCommand(error, argv, names) : error;
    return reportFailure(failure, helpCommand(argv, context), context);
  }
}

function print(text: string, { out }: Context): ExitCode {
  out(text);
  return EXIT.ok;
}

function helpOf(command: (typeof COMMANDS)[number]): string {
  return commandHelp(command, command === DEFAULT);
}

/** The command whose help explains an error. */
function helpCommand([first]: readonly string[], { env }: Context): string {
  return `${ownCommand(env)} ${(COMMANDS.find(({ name }) => name === first) ?? DEFAULT).name} --help`;
}

async function configurationOf(
  command: (typeof COMMANDS)[number],
  given: unknown,
  { cwd }: Context,
): Promise<Configuration | undefined> {
  if (!readsConfig(command)) return undefined;
  const file = given === undefined ? undefined : command.flags.config?.parse("--config", given);
  return readConfig(file as string | false | undefined, command, { cwd, commands: COMMANDS });
}

/** The checked values. What the command line gives wins over the configuration. */
function valuesOf(
  flags: Flags,
  given: Readonly<Record<string, unknown>>,
  configured: Configuration | undefined,
): Record<string, unknown> {
  const entries = Object.entries(flags);
  const replaced = entries.flatMap(([key, { replaces = [] }]) => (given[key] === undefined ? [] : replaces));
  const values = entries.map(([key, flag]) => {
    if (given[key] !== undefined) return [key, flag.parse(flagName(key), given[key])];
    const value = replaced.includes(key) ? undefined : configured?.given[key];
    return [key, value === undefined ? undefined : flag.parse(`${configured?.file}: ${key}`, value)];
  });
  return Object.fromEntries(values);
}

function ownVersion(): string {
  return createRequire(import.meta.url)("wireduel/package.json").version;
}
