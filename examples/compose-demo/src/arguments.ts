import { didYouMean } from "@wireduel/core/adapter";
import { USER_VARIABLES } from "./environment.js";
import { badValue } from "./failure.js";
import { VARIANT_NAMES } from "./variants.js";

/** What a program of the demo can be told on its command line. */
export type Flag = "--compare" | "--explain" | "--help";

/** The arguments of a program that sends. `--explain` is the earlier name of `--compare`. */
export const RUN_FLAGS: readonly Flag[] = ["--compare", "--explain", "--help"];

/**
 * Parses the arguments of a program.
 * @throws SettingError
 */
export function flagsOf(args: readonly string[], known: readonly Flag[]): ReadonlySet<string> {
  // `pnpm start -- --explain` passes the dashes on.
  const flags = args.filter((arg) => arg !== "--");
  const unknown = flags.find((flag) => !known.includes(flag as Flag));
  if (unknown === undefined) return new Set(flags);
  throw badValue(
    "argument",
    known.join(" or "),
    JSON.stringify(unknown) + didYouMean(unknown, known, String),
  );
}

/** The text of `--help`. */
export function help(): string {
  const width = Math.max(...Object.keys(USER_VARIABLES).map((name) => name.length));
  const variables = Object.entries(USER_VARIABLES).map(
    ([name, meaning]) => `  ${name.padEnd(width)}  ${meaning}`,
  );
  return `Sends an image over each protocol between two servers, and reports how long each transmission took.

  start            ws, then grpc
  start --compare  which one takes less time, by how much and why, in two minutes
  start --help     this text

Variables, in the environment or in the file .env:
${variables.join("\n")}

Names for ADAPTERS: ${VARIANT_NAMES.join(", ")}

README.md and .env.example in the folder of the demo say more.
`;
}
