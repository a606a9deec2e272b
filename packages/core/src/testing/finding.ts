/** What a case measured. */
export interface Measured {
  /**
   * What the number is. `waitMs`: how long a frame and its reply waited while both ends were idle.
   * `networkWaitMs`: how much longer than over a plain TCP socket they took on a delayed network. `wireRatio`:
   * bytes on the wire for each byte of frames with random content. `packedRatio`: bytes on the wire for zeros,
   * text and repetitions, for each one for random content. `framesCarried`: how many frames a case sent.
   */
  readonly measure: "waitMs" | "networkWaitMs" | "wireRatio" | "packedRatio" | "framesCarried";
  readonly value: number;
  /** The same for a plain TCP socket in the same seconds. Null if there is nothing to compare with. */
  readonly floor: number | null;
  /** Whether an author should look at it. The others say that all is well. */
  readonly notable: boolean;
  /** The finding in words, with its numbers. */
  readonly message: string;
}

/** A measured number of a case of the conformance suite. It does not fail the case. */
export interface Finding extends Measured {
  /** The adapter's name. */
  readonly adapter: string;
  /** The name of the case. */
  readonly caseName: string;
}

/** The parts of a runner's test context that can show a finding: vitest's `annotate`, node:test's `diagnostic`. */
interface TestContext {
  annotate?(message: string, type: string): Promise<unknown>;
  diagnostic?(message: string): void;
}

/**
 * Shows a finding in the output of the runner, in the way that this runner has.
 * @param context what the runner passes to a test
 */
export async function showFinding({ caseName, adapter, message }: Finding, context: unknown): Promise<void> {
  const { annotate, diagnostic } = contextOf(context);
  const line = `${adapter} ${caseName}: ${message}`;
  if (diagnostic) return diagnostic.call(context, line);
  // Not every reporter shows annotations of a test that passed, so there is a line too.
  console.info(`finding: ${line}`);
  await annotate?.call(context, message, "finding");
}

function contextOf(context: unknown): TestContext {
  const { annotate, diagnostic } = (context ?? {}) as TestContext;
  return {
    ...(typeof annotate === "function" ? { annotate } : {}),
    ...(typeof diagnostic === "function" ? { diagnostic } : {}),
  };
}
