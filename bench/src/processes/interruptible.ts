import { report } from "./attempt.js";

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Runs `use` with a signal that aborts at Ctrl-C or SIGTERM, instead of the end of this process. They set its exit code.
 */
export async function interruptible<Result>(use: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const stop = new AbortController();
  const interrupt = (signal: keyof typeof EXIT_CODES) => {
    process.exitCode = EXIT_CODES[signal];
    report("interrupted: what was measured is kept");
    stop.abort(new Error("interrupted"));
  };
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  try {
    return await use(stop.signal);
  } finally {
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  }
}
