import { type Environment, given, type VariableName } from "./environment.js";
import { inCompose } from "./settings.js";

/** The variables that decide what is measured. */
const MEASURED: readonly VariableName[] = [
  "IMAGE_PATH",
  "IMAGE_COUNT",
  "IMAGE_DELAY_MS",
  "WARMUP_COUNT",
  "TRANSMITTERS",
  "ADAPTERS",
  "COMPARE_SECONDS",
  "NETWORK",
];

type Program = "start" | "transmitter" | "coordinator";

/**
 * The command line that measures the same again.
 * @param by the program that runs: the transmitter by itself, or started by `start`, or the coordinator
 */
export function commandOf(env: Environment, args: readonly string[], by: Program): string {
  const names =
    by === "start" || inCompose(env)
      ? MEASURED
      : [...MEASURED, "RECEIVER_HOST" as const, "SECRETS_DIR" as const];
  const variables = names.flatMap((name) => {
    const value = given(env, name);
    return value === undefined ? [] : `${name}=${shellWord(value)}`;
  });
  return [...variables, programOf(env, by), ...args.map(shellWord)].join(" ");
}

function programOf(env: Environment, by: Program): string {
  if (inCompose(env)) return by === "coordinator" ? "docker compose up coordinator" : "docker compose up";
  return by === "start" ? "npx --yes pnpm@10 --filter compose-demo start" : `node dist/${by}.js`;
}

/** A text as one word of a shell. */
function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
