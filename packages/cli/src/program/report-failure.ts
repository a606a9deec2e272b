import { WireduelError } from "@wireduel/core";
import type { Context } from "../context.js";
import { EXIT, type ExitCode, exitCodeOfSignal } from "../exit-code.js";
import { CommandError, UsageError } from "../failure.js";
import { stylesOf } from "../terminal/styles.js";
import { inFlags } from "./in-flags.js";
import { notLoadable } from "./not-loadable.js";

/** What is wrong with the command line, the configuration, or an adapter of the user's own. */
const USAGE_CODES: ReadonlySet<string> = new Set(["INVALID_OPTION", "ADAPTER_NOT_LOADABLE"]);

/** What to type, where the message of core cannot know it. */
const ADVICE: Readonly<Record<string, string>> = {
  UNAUTHORIZED: "; name the file with its token: --token-file FILE",
  SENDERS_MISSING: "; --join-timeout waits longer",
  COORDINATOR_LOST: "; the run has died, or its network is silent",
};
/** The same, for a part of what a code is for. */
const ADVICE_ABOUT: readonly (readonly [code: string, about: RegExp, advice: string])[] = [
  ["LISTEN_FAILED", /^senders\.join /, "; choose another place with --join-host and --join-port"],
  ["COORDINATOR_UNREACHABLE", /^no run answered at .* within /, "; --wait waits longer"],
  [
    "UNKNOWN_ADAPTER",
    /\(run http/,
    "; name all adapters of the run, as in: wireduel send tcp ./my-adapter.js",
  ],
  [
    "SENDER_REJECTED",
    /has joined already/,
    "; two senders of one host need --label, with another name for each",
  ],
];

function adviceFor({ code, message }: WireduelError): string {
  const about = ADVICE_ABOUT.find(([one, pattern]) => one === code && pattern.test(message));
  return about?.[2] ?? ADVICE[code] ?? "";
}

/**
 * Says on stderr what went wrong, on one line, and returns the exit code.
 * @param help the command line that explains how it is used
 */
export function reportFailure(error: unknown, help: string, context: Context): ExitCode {
  const { signal } = context;
  const name = stylesOf("stderr", context).red("wireduel:");
  const err = (message: string) => context.err(`${name} ${message}\n`);
  if (signal.aborted) return exitCodeOfSignal(signal);
  const isUsage = error instanceof UsageError || (isWireduelError(error) && USAGE_CODES.has(error.code));
  if (isUsage) {
    err(`${oneLine(notLoadable(inFlags(error.message)))} (see ${help})`);
    return EXIT.usage;
  }
  if (error instanceof CommandError) {
    err(oneLine(error.message));
    return error.exitCode;
  }
  if (isWireduelError(error)) {
    err(`${oneLine(error.message)} [${error.code}]${adviceFor(error)}`);
    return EXIT.failed;
  }
  err(error instanceof Error ? String(error.stack) : String(error));
  return EXIT.failed;
}

/** An adapter of the user's own may import another copy of core, whose errors are of another class. */
function isWireduelError(error: unknown): error is WireduelError {
  return error instanceof WireduelError || (error instanceof Error && error.name === "WireduelError");
}

/** The message without its line breaks. */
export function oneLine(message: string): string {
  return message.trim().replaceAll(/\s*\n\s*/g, " ");
}
