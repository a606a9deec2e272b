/**
 * Runs `use` with a signal that aborts at Ctrl-C or SIGTERM, instead of the end of this process. The first of them sets the exit code.
 */
export async function interruptible<Result>(use: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const stop = new AbortController();
  const interrupt = (signal: NodeJS.Signals) => {
    process.exitCode ??= signal === "SIGINT" ? 130 : 143;
    process.stderr.write("bench: interrupted: what was measured is kept\n");
    stop.abort(new Error("interrupted"));
  };
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  try {
    return await use(stop.signal);
  } finally {
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  }
}
