// The reference of the command in Markdown, from the tables of its commands and flags.
import type { Command } from "../packages/cli/src/command.js";
import { readsConfig } from "../packages/cli/src/config/check-keys.js";
import { type Flag, isNegatable, negatedName } from "../packages/cli/src/flags/flag.js";
import { flagSyntax } from "../packages/cli/src/program/help.js";

/** The reference in docs/command.md is between these lines. */
export const MARKERS = {
  begin: "<!-- reference of the command, written by scripts/write-command.mjs -->",
  end: "<!-- end of the reference -->",
} as const;

/** A section for each command: its usage, examples and flags. */
export function commandReference(commands: readonly Command[]): string {
  return commands.map(sectionOf).join("\n\n");
}

function sectionOf(command: Command): string {
  return [`### wireduel ${command.name}`, command.summary, usageOf(command), ...tablesOf(command)].join(
    "\n\n",
  );
}

function usageOf({ name, takes, flags, examples }: Command): string {
  const usage = ["wireduel", name, takes, Object.keys(flags).length > 0 ? "[FLAGS]" : ""];
  const width = Math.max(0, ...examples.map(({ command }) => command.length));
  const lines = examples.map(({ command, meaning }) => `${command.padEnd(width)}  # ${meaning}`);
  return [...fence("text", [usage.filter((part) => part !== "").join(" ")]), "", ...fence("sh", lines)].join(
    "\n",
  );
}

function fence(language: string, lines: readonly string[]): string[] {
  return [`\`\`\`${language}`, ...lines, "```"];
}

/** A table for each group of flags, in the order of the help. */
function tablesOf(command: Command): string[] {
  const groups = new Map<string, string[]>();
  for (const [key, flag] of Object.entries(command.flags)) {
    const { group = "" } = flag;
    groups.set(group, [...(groups.get(group) ?? []), rowOf(key, flag, readsConfig(command))]);
  }
  return [...groups].map(([group, rows]) =>
    [
      ...(group === "" ? [] : [`**${group}**`, ""]),
      "| flag | meaning | without it |",
      "| --- | --- | --- |",
      ...rows,
    ].join("\n"),
  );
}

function rowOf(key: string, flag: Flag<unknown>, hasConfig: boolean): string {
  const { configurationOnly, help, fallback } = flag;
  const names = configurationOnly ? [key] : [flagSyntax(key, flag)];
  if (!configurationOnly && isNegatable(flag)) names.push(negatedName(key));
  const meaning = [help, placeOf(flag, hasConfig)].filter((text) => text !== "").join(" ");
  const off = flag.value === null && fallback === "" ? "off" : fallback;
  return `| ${cell(names.map((name) => `\`${name}\``).join(", "))} | ${cell(meaning)} | ${cell(off)} |`;
}

/** Where a flag can be given, if not in both places. */
function placeOf({ configurationOnly, commandLineOnly }: Flag<unknown>, hasConfig: boolean): string {
  if (configurationOnly) return "Only in the configuration.";
  return commandLineOnly && hasConfig ? "Only on the command line." : "";
}

/** Text that is safe inside a table. */
function cell(text: string): string {
  return text.replaceAll(/[|~]/g, "\\$&").replaceAll("<", "&lt;");
}
