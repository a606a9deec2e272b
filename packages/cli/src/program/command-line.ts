import { Command as Commander } from "commander";
import type { Command } from "../command.js";
import { UsageError } from "../failure.js";
import { type Flag, flagName } from "../flags/flag.js";

/** What a command line asks for. */
export interface Request {
  readonly command: Command;
  readonly args: readonly string[];
  /** The flags that were given, by their keys, not checked yet. */
  readonly given: Readonly<Record<string, unknown>>;
}

/** Reads a command line. Returns a text to print instead if it asks for help or the version. */
export function readCommandLine(
  argv: readonly string[],
  commands: readonly [Command, ...Command[]],
): Request | string {
  let request: Request | undefined;
  let printed = "";
  const program = new Commander("wireduel");
  const keepOutput = (commander: Commander) =>
    commander.exitOverride().configureOutput({ writeOut: (text) => (printed += text), writeErr: () => {} });
  keepOutput(program);
  commands.forEach((command, index) => {
    const sub = keepOutput(
      program.command(`${command.name} ${argumentsOf(command.takes)}`, { isDefault: index === 0 }),
    );
    sub.summary(command.summary).description(command.summary);
    for (const [key, flag] of Object.entries(command.flags))
      sub.option(`${flagName(key)}${syntaxOf(flag)}`, flag.help);
    sub.action(() => {
      request = { command, args: sub.args, given: sub.opts() };
    });
  });
  try {
    program.parse([...argv], { from: "user" });
  } catch (error) {
    const { exitCode, message } = error as { exitCode?: number; message: string };
    if (exitCode === 0) return printed;
    throw new UsageError(message.replace(/^error: /, ""));
  }
  return request ?? printed;
}

function argumentsOf(takes: string): string {
  return takes
    .split(" ")
    .filter((name) => name !== "")
    .map((name) => (name.startsWith("[") ? name : `<${name}>`))
    .join(" ");
}

function syntaxOf({ value, valueOptional }: Flag<unknown>): string {
  if (value === null) return "";
  return valueOptional ? ` [${value}]` : ` <${value}>`;
}
