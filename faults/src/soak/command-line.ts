import { parseArgs } from "node:util";

/** A wrong command line. */
export class UsageError extends Error {}

/** A parsed command line. */
export interface SoakCommand {
  readonly minutes: number;
  readonly seed: number;
  readonly runs: number;
}

const MOST_MINUTES = 24 * 60;
const MOST = 1_000_000_000;

/**
 * Parses the arguments of `pnpm soak`.
 * @param freshSeed if none is given
 * @throws UsageError
 */
export function parseCommandLine(args: readonly string[], freshSeed: number): SoakCommand {
  const text = { type: "string" } as const;
  let given: { minutes?: string; seed?: string; runs?: string };
  try {
    ({ values: given } = parseArgs({ args: [...args], options: { minutes: text, seed: text, runs: text } }));
  } catch (error) {
    throw new UsageError((error as Error).message.split(/\.\s|\n/)[0]);
  }
  return {
    minutes: numberOf("minutes", given.minutes ?? "10", /^\d+(\.\d+)?$/, MOST_MINUTES),
    seed: numberOf("seed", given.seed ?? String(freshSeed), /^\d+$/, MOST),
    runs: numberOf("runs", given.runs ?? String(MOST), /^\d+$/, MOST),
  };
}

function numberOf(name: string, text: string, pattern: RegExp, most: number): number {
  const number = pattern.test(text) ? Number(text) : Number.NaN;
  if (number <= most) return number;
  const kind = name === "minutes" ? "a number" : "a whole number";
  throw new UsageError(`expected ${kind} from 0 to ${most} after --${name}, got ${JSON.stringify(text)}`);
}
