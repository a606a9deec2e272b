/** What is known of a stream of the process. `process.stdout` and `process.stderr` fit. */
export interface OutputStream {
  /** Whether it is a terminal. Not set if it is a file or a pipe. */
  readonly isTTY?: boolean;
  /** The width of the terminal now. */
  readonly columns?: number;
  /** The height of the terminal now. */
  readonly rows?: number;
}

/** The values of `--color`. `auto`: colours on a terminal. */
export const COLOR_CHOICES = ["auto", "always", "never"] as const;

/** One of the values of `--color`. */
export type ColorChoice = (typeof COLOR_CHOICES)[number];

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Whether text of a stream has colours. A choice of the command line comes first, then `FORCE_COLOR` and `NO_COLOR` (in the
 * order in which Node takes them), and then whether it is a terminal that can show them.
 */
export function hasColors(stream: OutputStream, env: Environment, choice: ColorChoice = "auto"): boolean {
  if (choice !== "auto") return choice === "always";
  const { FORCE_COLOR, NO_COLOR } = env;
  if (isSet(FORCE_COLOR)) return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  if (isSet(NO_COLOR)) return false;
  return stream.isTTY === true && !isDumb(env);
}

/** Whether text that was written can be replaced: a terminal that a person looks at. The log of a CI job is none. */
export function isInteractive(stream: OutputStream, env: Environment): boolean {
  return stream.isTTY === true && !isDumb(env) && !isCi(env);
}

/** A variable without a value counts as not set: https://no-color.org, https://force-color.org. */
function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== "";
}

/** A terminal that cannot move its cursor. Windows sets no `TERM`. */
function isDumb({ TERM }: Environment): boolean {
  return TERM === "dumb" || (!isSet(TERM) && process.platform !== "win32");
}

function isCi({ CI }: Environment): boolean {
  return isSet(CI) && CI !== "false" && CI !== "0";
}
