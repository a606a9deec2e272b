import type { Adapter, Direction } from "../adapter/contract.js";
import type { Measured } from "./finding.js";

/** Creates the adapter under test. The suite calls it without options, and once with an unknown option. */
export type CreateAdapter = (options?: Record<string, unknown>) => Adapter;

/** What a case can use of the suite that runs it. */
export interface Suite {
  /** Reports what the case measured. */
  report(measured: Measured): void;
}

/** One requirement that every adapter must meet. */
export interface ConformanceCase {
  /** Stable, because `skip` refers to it. */
  readonly name: string;
  /** Whether it also applies to a protocol that can only dial. Default: false. */
  readonly withoutListening?: boolean;
  /** Rejects if the adapter does not meet the requirement. */
  run(createAdapter: CreateAdapter, suite: Suite): Promise<void>;
  /** Why the case does not apply to this adapter. Undefined if it applies. */
  doesNotApply?(adapter: Adapter): string | undefined;
}

/** For cases that need push. */
export function withoutPush({ supports }: Adapter): string | undefined {
  return supports.push ? undefined : "push is not claimed";
}

/** For cases that need encryption. */
export function withoutTls({ supports }: Adapter): string | undefined {
  return supports.tls ? undefined : "TLS is not claimed";
}

/** For cases that need the adapter in another process. */
export function inlineOnly({ protocol }: Adapter): string | undefined {
  return protocol.module === undefined ? "the adapter has no module, so it only works inline" : undefined;
}

/** The same case in both directions. The second one only applies if push is claimed. */
export function inBothDirections(
  name: string,
  run: (adapter: Adapter, direction: Direction, suite: Suite) => Promise<void>,
): ConformanceCase[] {
  return [
    { name, run: (createAdapter, suite) => run(createAdapter(), "upload", suite) },
    {
      name: `push: ${name}`,
      run: (createAdapter, suite) => run(createAdapter(), "push", suite),
      doesNotApply: withoutPush,
    },
  ];
}

/** The same cases, but for adapters for which `why` has a reason not to run them. */
export function unless(
  why: (adapter: Adapter) => string | undefined,
  cases: readonly ConformanceCase[],
): ConformanceCase[] {
  return cases.map((one) => ({
    ...one,
    doesNotApply: (adapter) => why(adapter) ?? one.doesNotApply?.(adapter),
  }));
}
