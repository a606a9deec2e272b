import { parseFlags, purposeOf, showFlag } from "./node-flags.js";
import { splitNodeOptions } from "./node-options.js";

const startedWith = process.env.NODE_OPTIONS ?? "";

/**
 * The flags that this process was started with, from NODE_OPTIONS and from its command line, each once and in
 * the form `--name=value`. What the process runs (`--eval`) is not a flag of this list.
 */
export function ownFlags(
  execArgv: readonly string[] = process.execArgv,
  nodeOptions: string = startedWith,
): string[] {
  const flags = parseFlags([...splitNodeOptions(nodeOptions), ...execArgv]);
  return [...new Set(flags.filter((flag) => purposeOf(flag) !== "program").map(showFlag))];
}
