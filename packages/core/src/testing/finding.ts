/** What a case measured. */
export interface Measured {
  /**
   * What the number is. `waitMs`: how long a frame and its reply waited for nothing but time.
   * `networkWaitMs`: the same on a delayed network, beyond its delay. `wireBytesRatio`: bytes on the wire for
   * each byte of a frame. `zerosRatio`: bytes on the wire for zeros, for each one for random bytes.
   * `framesCarried`: how many frames the case sent.
   */
  readonly measure: "waitMs" | "networkWaitMs" | "wireBytesRatio" | "zerosRatio" | "framesCarried";
  readonly value: number;
  /** The same for a plain TCP socket, measured in the same seconds. Null if there is nothing to compare with. */
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
