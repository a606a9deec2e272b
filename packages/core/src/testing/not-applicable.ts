/** Thrown by a case that finds out, while it runs, that it cannot test this adapter here. */
export class NotApplicable extends Error {
  override readonly name = "NotApplicable";
  /** Why the case does not apply. */
  readonly reason: string;

  constructor(reason: string) {
    super(`${reason}, so this case cannot test anything: \`skip\` it with that reason`);
    this.reason = reason;
  }
}

/**
 * Skips the running test if its case does not apply, in runners whose tests get a context with `skip`: vitest
 * and node:test. In others the test fails, so that it does not seem to pass.
 *
 * @param context what the runner passes to a test
 * @throws any other error
 */
export function skipOrThrow(error: unknown, context: unknown): void {
  const { skip } = (context ?? {}) as { skip?: (reason: string) => unknown };
  if (!(error instanceof NotApplicable) || typeof skip !== "function") throw error;
  skip.call(context, error.reason);
}
