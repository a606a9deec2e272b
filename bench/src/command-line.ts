import { parseArgs } from "node:util";
import type { Mode } from "./results/results.js";

/** An invalid command line. The message contains the expected value. */
export class UsageError extends Error {}

/** A parsed command line. */
export type Command =
  | {
      readonly kind: "targets";
      readonly mode: Mode;
      /** Blocks. Null: the default of the mode. */
      readonly rounds: number | null;
      /** Folder of the results. Null: the default folder. */
      readonly out: string | null;
    }
  | { readonly kind: "named"; readonly name: string; readonly args: readonly string[] };

const OPTIONS = {
  quick: { type: "boolean" },
  full: { type: "boolean" },
  rounds: { type: "string" },
  out: { type: "string" },
} as const;

/**
 * Parses the arguments of `pnpm bench`: options for the targets, or the name of a bench and its arguments.
 * @param names the named benches, and the maximum number of arguments of each
 * @throws UsageError
 */
export function parseCommandLine(args: readonly string[], names: Readonly<Record<string, number>>): Command {
  const { values, positionals } = parse(args);
  const [name, ...rest] = positionals;
  if (name !== undefined) return named(name, rest, Object.keys(values), names);
  const { quick = false, full = false, rounds, out } = values;
  if (quick && full) throw new UsageError("expected --quick or --full, got both");
  if (rounds !== undefined && !/^[1-9]\d{0,2}$/.test(rounds)) {
    throw wrong("a whole number from 1 to 999 after --rounds", rounds);
  }
  if (out === "") throw wrong("a folder after --out", out);
  return {
    kind: "targets",
    mode: quick ? "quick" : full ? "full" : "targets",
    rounds: rounds === undefined ? null : Number(rounds),
    out: out ?? null,
  };
}

function named(
  name: string,
  args: readonly string[],
  options: readonly string[],
  names: Readonly<Record<string, number>>,
): Command {
  const most = Object.hasOwn(names, name) ? names[name] : undefined;
  if (most === undefined) throw wrong(`an option or one of ${Object.keys(names).join(", ")}`, name);
  const extra = args[most];
  if (extra !== undefined) throw wrong(`at most ${most} arguments of ${name}`, extra);
  const [option] = options;
  if (option !== undefined) throw wrong(`no options with ${name}`, `--${option}`);
  return { kind: "named", name, args };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    // Keep only the first sentence, which names the option.
    throw new UsageError((error as Error).message.split(/\.\s|\n/)[0]);
  }
}

function wrong(wanted: string, got: string): UsageError {
  return new UsageError(`expected ${wanted}, got ${JSON.stringify(got)}`);
}
