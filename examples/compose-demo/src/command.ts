import { type Environment, given, type VariableName } from "./environment.js";
import { inCompose } from "./settings.js";

/** The variables that decide what is measured. */
const MEASURED: readonly VariableName[] = [
  "IMAGE_PATH",
  "IMAGE_COUNT",
  "IMAGE_DELAY_MS",
  "WARMUP_COUNT",
  "ADAPTERS",
  "COMPARE_SECONDS",
  "NETWORK",
];

/**
 * The command line that measures the same again.
 * @param byStart whether `start` started the transmitter
 */
export function commandOf(env: Environment, args: readonly string[], byStart: boolean): string {
  const names =
    byStart || inCompose(env) ? MEASURED : [...MEASURED, "RECEIVER_HOST" as const, "SECRETS_DIR" as const];
  const variables = names.flatMap((name) => {
    const value = given(env, name);
    return value === undefined ? [] : `${name}=${shellWord(value)}`;
  });
  return [...variables, programOf(env, byStart), ...args.map(shellWord)].join(" ");
}

function programOf(env: Environment, byStart: boolean): string {
  if (inCompose(env)) return "docker compose up";
  return byStart ? "npx --yes pnpm@10 --filter compose-demo start" : "node dist/transmitter.js";
}

/** A text as one word of a shell. */
function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
