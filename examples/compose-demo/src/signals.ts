// Signals that end the programs of the demo.

/** The signals that end a program, with the exit codes that shells use for them. */
export const SIGNAL_EXIT: Readonly<Record<string, number>> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/** Within this time, signals are one: Ctrl-C in a terminal reaches `start` and its programs, and `start` passes it on. */
const SAME_SIGNAL_MS = 300;

/**
 * Handles the signals that end this program.
 * @param first called with the first one
 * @param again called with one that comes later: it must end the program at once
 */
export function onEndingSignal(first: (signal: NodeJS.Signals) => void, again: (code: number) => void): void {
  let firstAt: number | undefined;
  for (const [signal, code] of Object.entries(SIGNAL_EXIT)) {
    process.on(signal, () => {
      if (firstAt === undefined) {
        firstAt = performance.now();
        first(signal as NodeJS.Signals);
      } else if (performance.now() - firstAt > SAME_SIGNAL_MS) again(code);
    });
  }
}
