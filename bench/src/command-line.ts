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
  | {
      readonly kind: "named";
      readonly name: string;
      readonly args: readonly string[];
      readonly options: OptionValues;
    };

/** What the command line of a named bench may have. */
export interface NamedCommand {
  /** The maximum number of arguments. */
  readonly args: number;
  /** Its options. Default: none. */
  readonly options?: Readonly<Record<string, OptionKind>>;
}

/** `flag`, `text`, or a whole number between two bounds. */
export type OptionKind = "flag" | "text" | { readonly min: number; readonly max: number };

/** The options that were given. */
export type OptionValues = Readonly<Record<string, boolean | string | number>>;

const OPTIONS = { quick: "flag", full: "flag", rounds: { min: 1, max: 999 }, out: "text" } as const;

/**
 * Parses the arguments of `pnpm bench`: options for the targets, or the name of a bench, its arguments and its options.
 * @param benches the named benches
 * @throws UsageError
 */
export function parseCommandLine(
  args: readonly string[],
  benches: Readonly<Record<string, NamedCommand>>,
): Command {
  const [name, ...rest] = args;
  if (name !== undefined && !name.startsWith("-")) return named(name, rest, benches);
  const { values, positionals } = parse(args, OPTIONS);
  const [positional] = positionals;
  if (positional !== undefined) throw wrong("the name of a bench first", positional);
  const { quick = false, full = false, rounds = null, out = null } = values;
  if (quick && full) throw new UsageError("expected --quick or --full, got both");
  return {
    kind: "targets",
    mode: quick ? "quick" : full ? "full" : "targets",
    rounds: rounds as number | null,
    out: out as string | null,
  };
}

function named(
  name: string,
  rest: readonly string[],
  benches: Readonly<Record<string, NamedCommand>>,
): Command {
  const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
  if (bench === undefined) throw wrong(`an option or one of ${Object.keys(benches).join(", ")}`, name);
  const { values, positionals } = parse(rest, bench.options ?? {});
  const extra = positionals[bench.args];
  if (extra !== undefined) throw wrong(`at most ${bench.args} arguments of ${name}`, extra);
  return { kind: "named", name, args: positionals, options: values };
}

interface Parsed {
  readonly values: OptionValues;
  readonly positionals: readonly string[];
}

function parse(args: readonly string[], kinds: Readonly<Record<string, OptionKind>>): Parsed {
  const options = Object.fromEntries(
    Object.entries(kinds).map(([name, kind]) => [
      name,
      { type: kind === "flag" ? "boolean" : "string" } as const,
    ]),
  );
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const checked = Object.entries(values).map(([name, value]) => {
      return [name, checkValue(name, kinds[name] as OptionKind, value as string | boolean)] as const;
    });
    return { values: Object.fromEntries(checked), positionals };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    // Keep only the first sentence, which names the option.
    throw new UsageError((error as Error).message.split(/\.\s|\n/)[0]);
  }
}

function checkValue(name: string, kind: OptionKind, value: string | boolean): string | boolean | number {
  if (kind === "flag") return value;
  if (kind === "text") {
    if (value === "") throw wrong(`a value after --${name}`, value);
    return value;
  }
  const { min, max } = kind;
  const number = /^\d{1,12}$/.test(String(value)) ? Number(value) : Number.NaN;
  if (number >= min && number <= max) return number;
  throw wrong(`a whole number from ${min} to ${max} after --${name}`, value);
}

function wrong(wanted: string, got: string | boolean): UsageError {
  return new UsageError(`expected ${wanted}, got ${JSON.stringify(got)}`);
}
