import { invalidOption, refuseUnknown } from "../options/option.js";
import type { CreateAdapter } from "./conformance-case.js";
import { conformanceCases } from "./conformance-cases.js";

/** The `test` of any runner: vitest, node:test, jest, mocha's `it`. */
export type TestFunction = ((name: string, run: () => Promise<void>) => unknown) & {
  /** Used for cases that are skipped, where the runner has it. */
  skip?: ((name: string, run: () => Promise<void>) => unknown) | undefined;
};

/** Options of `testAdapter`. */
export interface TestAdapterOptions {
  test: TestFunction;
  /** The adapter's factory, or one that fills in options; it must pass on the options that it is called with. */
  createAdapter: CreateAdapter;
  /** Cases that are known not to hold, by name, each with the reason. Default: none. */
  skip?: Readonly<Record<string, string>> | undefined;
}

/**
 * Registers the conformance suite for one adapter: how its author knows that it is right.
 *
 * ```ts
 * import { test } from "vitest";
 * import { testAdapter } from "@wireduel/core/testing";
 * import adapter from "./my-adapter.js";
 *
 * testAdapter({ test, createAdapter: adapter });
 * ```
 *
 * @throws WireduelError `INVALID_OPTION`, for one, if `skip` names no case or gives no reason
 */
export function testAdapter(options: TestAdapterOptions): void {
  refuseUnknown("testAdapter", ["test", "createAdapter", "skip"], options);
  const { test, createAdapter, skip = {} } = options;
  if (typeof test !== "function") throw invalidOption("test", "the test function of your runner", test);
  if (typeof createAdapter !== "function")
    throw invalidOption("createAdapter", "an adapter's factory", createAdapter);
  const names = conformanceCases.map((one) => one.name);
  for (const [name, reason] of Object.entries(skip)) {
    if (!names.includes(name))
      throw invalidOption("skip", `the name of a case (one of: ${names.join("; ")})`, name);
    if (typeof reason !== "string" || reason.trim() === "")
      throw invalidOption(`skip["${name}"]`, "a reason", reason);
  }

  const adapter = createAdapter();
  for (const one of conformanceCases) {
    const run = () => one.run(createAdapter);
    const reason = skip[one.name] ?? one.doesNotApply?.(adapter);
    if (reason === undefined) test(`${adapter.name} ${one.name}`, run);
    else test.skip?.(`${adapter.name} ${one.name} (not run: ${reason})`, run);
  }
}
