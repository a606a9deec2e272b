import { setImmediate as turn } from "node:timers/promises";
import { isAdapter } from "../adapter/adapter-data.js";
import type { Adapter } from "../adapter/contract.js";
import { invalidChoice, invalidOption, isObject, refuseUnknown } from "../options/kinds.js";
import type { ConformanceCase, CreateAdapter } from "./conformance-case.js";
import { conformanceCases } from "./conformance-cases.js";
import { type Finding, type Measured, showFinding } from "./finding.js";
import { skipOrThrow } from "./not-applicable.js";
import { timeouts } from "./waiting.js";

type Register = (name: string, run: (context?: unknown) => Promise<void>, timeoutMs: number) => unknown;

/**
 * The `test` function of a runner: vitest, node:test, jest, or mocha's `it`. Runners may ignore the timeout.
 */
export type TestFunction = Register & {
  /** Used for skipped cases, if the runner has it. */
  skip?: Register | undefined;
};

/** Options of `testAdapter`. */
export interface TestAdapterOptions {
  /** The runner's `test` function. */
  test: TestFunction;
  /**
   * The adapter's factory, or a function that calls it. It must pass on the options with which it is called.
   */
  createAdapter: CreateAdapter;
  /** Cases to skip, by name, each with the reason. Default: none. */
  skip?: Readonly<Record<string, string>> | undefined;
  /**
   * Called with every number that the suite measured. Default: the runner shows those that are notable: vitest as
   * a line of output and as an annotation, node:test as a diagnostic.
   */
  onFinding?: ((finding: Finding) => void) | undefined;
}

/**
 * Registers the conformance suite for an adapter. It shows whether the adapter keeps its contract with core.
 *
 * ```ts
 * import { test } from "vitest";
 * import { testAdapter } from "@wireduel/core/testing";
 * import adapter from "./my-adapter.js";
 *
 * testAdapter({ test, createAdapter: adapter });
 * ```
 *
 * @throws WireduelError `INVALID_OPTION`, for example if `skip` has an unknown name or an empty reason
 */
export function testAdapter(options: TestAdapterOptions): void {
  if (!isObject(options)) throw invalidOption("options", "{ test, createAdapter }", options);
  refuseUnknown("testAdapter", ["test", "createAdapter", "skip", "onFinding"], options);
  const { test, createAdapter, skip = {}, onFinding } = options;
  if (typeof test !== "function") throw invalidOption("test", "the test function of your runner", test);
  if (typeof createAdapter !== "function")
    throw invalidOption("createAdapter", "an adapter's factory", createAdapter);
  if (onFinding !== undefined && typeof onFinding !== "function")
    throw invalidOption("onFinding", "a function", onFinding);
  if (!isObject(skip)) throw invalidOption("skip", "reasons by the name of a case", skip);
  const names = conformanceCases.map((one) => one.name);
  for (const [name, reason] of Object.entries(skip)) {
    if (!names.includes(name))
      throw invalidChoice("skip", names, name, `the name of a case (one of: ${names.join("; ")})`);
    if (typeof reason !== "string" || reason.trim() === "")
      throw invalidOption(`skip["${name}"]`, "a reason", reason);
  }

  const adapter: unknown = createAdapter();
  if (!isAdapter(adapter))
    throw invalidOption("createAdapter", "a function that returns an adapter", adapter);
  for (const one of conformanceCases) {
    const name = `${adapter.protocol.name} ${one.name}`;
    // Without a parameter: some runners pass a callback to a function that has one, and wait for it.
    const run = async (...[context]: readonly unknown[]) => {
      const findings: Finding[] = [];
      const report = (measured: Measured) =>
        findings.push({ ...measured, adapter: adapter.protocol.name, caseName: one.name });
      try {
        // In a turn of its own, so that what it opens does not count as the runner's, nor the other way round.
        await turn();
        await one.run(createAdapter, { report });
      } catch (error) {
        skipOrThrow(error, context);
      } finally {
        for (const finding of findings) {
          if (onFinding) onFinding(finding);
          else if (finding.notable) await showFinding(finding, context);
        }
      }
    };
    const reason = skip[one.name] ?? whyNot(one, adapter);
    if (reason === undefined) test(name, run, timeouts.caseMs);
    else test.skip?.(`${name} (not run: ${reason})`, run, timeouts.caseMs);
  }
}

function whyNot(one: ConformanceCase, adapter: Adapter): string | undefined {
  if (adapter.protocol.listen === undefined && !one.withoutListening) return "the protocol can only dial";
  return one.doesNotApply?.(adapter);
}
