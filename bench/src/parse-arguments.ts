import type { Mode } from "./results.js";

/** What a command line asks for. */
export type Asked =
  | {
      readonly kind: "targets";
      readonly mode: Mode;
      readonly rounds: number | null;
      readonly out: string | null;
    }
  | { readonly kind: "named"; readonly name: string; readonly args: readonly string[] }
  | { readonly kind: "wrong"; readonly message: string };

const MODES: Readonly<Record<string, Mode>> = { "--quick": "quick", "--full": "full" };

/**
 * Reads the arguments of `pnpm bench`: nothing or options for the targets, else the name of a bench and its own arguments.
 * @param names the named benches, and how many arguments each takes
 */
export function parseArguments(args: readonly string[], names: Readonly<Record<string, number>>): Asked {
  const [first = "", ...rest] = args;
  const takes = Object.hasOwn(names, first) ? names[first] : undefined;
  if (takes !== undefined) {
    const extra = rest[takes];
    return extra === undefined
      ? { kind: "named", name: first, args: rest }
      : wrong(`no more after ${first}`, extra);
  }
  let mode: Mode | undefined;
  let rounds: number | null = null;
  let out: string | null = null;
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] as string;
    if (Object.hasOwn(MODES, arg)) {
      if (mode !== undefined) return wrong("one of --quick and --full, once", args.join(" "));
      mode = MODES[arg];
    } else if (arg === "--rounds") {
      const value = args[++index] ?? "";
      if (!/^[1-9]\d{0,2}$/.test(value)) return wrong("a whole number from 1 to 999 after --rounds", value);
      rounds = Number(value);
    } else if (arg === "--out") {
      out = args[++index] ?? "";
      if (out === "" || out.startsWith("--")) return wrong("a folder after --out", out);
    } else {
      return wrong(
        `nothing, --quick, --full, --rounds N, --out FOLDER, or ${Object.keys(names).join(", ")}`,
        arg,
      );
    }
  }
  return { kind: "targets", mode: mode ?? "targets", rounds, out };
}

function wrong(wanted: string, got: string): Asked {
  return { kind: "wrong", message: `expected ${wanted}, got ${JSON.stringify(got)}` };
}
