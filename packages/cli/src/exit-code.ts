/** The exit codes of the command. They are part of its API. */
export const EXIT = {
  /** Measured. The gate, if any, passed. */
  ok: 0,
  /** The run failed, or payloads were lost or damaged. */
  failed: 1,
  /** The command line or the configuration is wrong. Nothing was measured. */
  usage: 2,
  /** The gate failed. */
  gateFailed: 3,
  /** The gate could not be answered with this many rounds. */
  undecided: 4,
  /** Ended by SIGINT (Ctrl-C). What was measured is kept. */
  interrupted: 130,
  /** Ended by SIGTERM, or by SIGHUP (its terminal was closed). What was measured is kept. */
  terminated: 143,
} as const;

/** One of the exit codes. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The exit code of a command that a signal ended. */
export function exitCodeOfSignal({ reason }: AbortSignal): ExitCode {
  return reason === "SIGINT" ? EXIT.interrupted : EXIT.terminated;
}
