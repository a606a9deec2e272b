import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { type BegunRun, beginRun } from "./begin-run.js";
import { formatMachine } from "./machine.js";

/** The first line of a file of measurements. */
export interface Head<Settings = unknown> extends BegunRun {
  readonly schemaVersion: 1;
  readonly settings: Settings;
}

/** A file of measurements: a head, and one line for each measurement. */
export interface StoredLines<Line, Settings = unknown> {
  readonly head: Head<Settings>;
  readonly lines: readonly Line[];
}

/**
 * Begins a file of JSON lines, in place of an older one. Each line is written at once, so an interruption loses nothing.
 * @returns appends a line
 */
export function beginLines<Line, Settings = unknown>(
  path: string,
  command: string,
  settings: Settings,
): (line: Line) => void {
  mkdirSync(dirname(path), { recursive: true });
  const head: Head<Settings> = { schemaVersion: 1, ...beginRun(command), settings };
  writeFileSync(path, `${JSON.stringify(head)}\n`);
  return (line) => appendFileSync(path, `${JSON.stringify(line, rounded)}\n`);
}

/** Six figures of a number are more than any measurement has. */
function rounded(_: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(6)) : value;
}

/** Reads such a file. A last line that an interruption cut is left out. Undefined if there is no file. */
export function readLines<Line, Settings = unknown>(path: string): StoredLines<Line, Settings> | undefined {
  if (!existsSync(path)) return undefined;
  const [head, ...lines] = readFileSync(path, "utf8").split("\n");
  // The text after the last line break is empty, or was cut.
  return {
    head: JSON.parse(head ?? "") as Head<Settings>,
    lines: lines.slice(0, -1).map((line) => JSON.parse(line) as Line),
  };
}

/** The command, date, commit, machine and Node of a file: the line under a table. */
export function formatHead({ command, startedAt, commit, machine, node }: Head): string {
  const parts = [`\`${command}\``, startedAt.slice(0, 10), `commit ${commit}`, formatMachine(machine)];
  return [...parts.filter((part) => part !== "commit null"), `Node ${node}`].join("; ");
}
