import { didYouMean } from "@wireduel/core/adapter";
import type { Command } from "../command.js";
import { UsageError } from "../failure.js";
import { flagName, isNegatable, negatedName } from "../flags/flag.js";

/** Names that other tools have for a flag of this one. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  "--bytes": "--size",
  "--file": "--payload",
  "--messages": "--lines",
  "--latency": "--network",
  "--delay": "--network",
  "--qps": "--rate",
  "--rps": "--rate",
  "--time": "--budget",
  "--requests": "--count",
  "--iterations": "--count",
  "--repeat": "--rounds",
  "--runs": "--rounds",
  "--output": "--out",
  "--url": "--to",
  "--verbose": "--debug",
};

/** The error for a flag that a command does not have: the nearest one, or the command that has it. */
export function unknownFlag(given: string, command: Command, commands: readonly Command[]): UsageError {
  const name = given.split("=")[0] ?? given;
  const known = namesOf(command);
  if (known.includes(name)) return new UsageError(`${name} takes no value`);
  const elsewhere = ELSEWHERE[name] ?? "";
  if (known.includes(elsewhere)) return new UsageError(`unknown flag ${name}; did you mean ${elsewhere}?`);
  const near = didYouMean(withoutDashes(name), known.map(withoutDashes), (word) => `--${word}`);
  if (near !== "") return new UsageError(`unknown flag ${name}${near}`);
  const others = commands.filter((one) => namesOf(one).includes(name)).map((one) => one.name);
  if (others.length === 0) return new UsageError(`unknown flag ${name}`);
  const owners = others.length === 1 ? `${others[0]} has it` : `${others.join(" and ")} have it`;
  return new UsageError(`${command.name} has no flag ${name}; ${owners}`);
}

/** Two dashes would make any two short names alike. */
function withoutDashes(name: string): string {
  return name.replace(/^--?/, "");
}

function namesOf({ flags }: Command): readonly string[] {
  return Object.entries(flags)
    .filter(([, flag]) => !flag.configurationOnly)
    .flatMap(([key, flag]) => [flagName(key), ...(isNegatable(flag) ? [negatedName(key)] : [])]);
}
