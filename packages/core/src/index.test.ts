import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import * as adapter from "./adapter/index.js";
import {
  bytes,
  dial,
  exported,
  functions,
  result,
  sample,
  severalRounds,
} from "./fixtures/every-function.js";
import { junk, outcome } from "./fixtures/junk.js";
import * as root from "./index.js";
import * as report from "./report/index.js";
import * as testing from "./testing/index.js";

// The file of a result may have any name, so it must not be written into the repository.
const started = process.cwd();
const folder = mkdtempSync(join(tmpdir(), "wireduel-index-"));
beforeAll(() => process.chdir(folder));
afterAll(() => {
  process.chdir(started);
  rmSync(folder, { recursive: true });
});

describe.each(Object.keys(exported))("every function of %s", (entry) => {
  const values = Object.entries(exported[entry] ?? {});
  const found = values.filter(([, value]) => typeof value === "function").map(([name]) => name);

  it("is in the table", () => {
    expect(found.toSorted()).toEqual(Object.keys(functions[entry] ?? {}).toSorted());
  });

  const cases = Object.entries(functions[entry] ?? {}).flatMap(([name, args]) =>
    args.flatMap(([, ...accepts], place) =>
      Object.keys(junk).map((label) => [name, label, place, accepts.includes(label)] as const),
    ),
  );

  it.each(cases)("%s with %s as argument %i (accepted: %s)", async (name, label, place, accepted) => {
    const args = (functions[entry]?.[name] ?? []).map(([valid], index) =>
      index === place ? junk[label] : valid,
    );
    const made = exported[entry]?.[name] as (...args: unknown[]) => unknown;
    const code = await outcome(() =>
      name === "WireduelError" ? Reflect.construct(made, args) : made(...args),
    );
    // A bundle in CommonJS has no `import.meta.url`.
    const bundled = name.startsWith("own") && place === 1 && label === "undefined";
    // A string is the text of a result.
    const isText = name.startsWith("parse") || (name === "compareResults" && place < 2 && label === '"x"');
    const refusal = isText ? "INVALID_RESULT" : bundled ? "BUNDLED" : "INVALID_OPTION";
    expect(code).toBe(accepted ? "accepted" : refusal);
  });
});

/** The names of all options, as the error for an unknown one lists them. */
async function optionsOf(call: (options: never) => unknown, valid: object): Promise<string[]> {
  try {
    await call({ ...valid, unknownOption: 1 } as never);
  } catch (error) {
    const [, list = ""] = (error as Error).message.split("nown are ");
    return [...list.matchAll(/`(\w+)`/g)].map(([, name]) => name as string);
  }
  throw new Error("an unknown option was accepted");
}

describe("every field of an object of options", () => {
  // A matrix refuses the file of a run.
  afterEach(() => rmSync("x", { force: true }));

  const base = { adapters: [testing.memory()], payload: bytes, receiver: "inline" };
  const run = (options: never) => root.runBenchmark(options);

  it.each<[string, (options: never) => unknown, object]>([
    ["runBenchmark", run, { ...base, count: 1 }],
    ["runMatrix", (options) => root.runMatrix(options), { ...base, count: 1 }],
    ["serveReceivers", (options) => root.serveReceivers(options), { adapters: [testing.memory()] }],
    ["defineAdapter", (options) => adapter.defineAdapter(options)(), { name: "sample", dial }],
    ["a factory", (options) => sample(options), {}],
    [
      "testAdapter",
      (options) => testing.testAdapter(options),
      { test: () => {}, createAdapter: testing.memory },
    ],
    [
      "compareResults",
      (options) => root.compareResults(severalRounds("base"), severalRounds("head"), options),
      { match: {} },
    ],
    ["a load", (load) => run({ ...base, load } as never), { kind: "closed-loop", count: 1 }],
  ])("of %s is refused as an invalid option, or valid", async (_, call, valid) => {
    const names = await optionsOf(call, valid);
    expect(names.length).toBeGreaterThan(3);
    for (const name of names) {
      for (const [label, value] of Object.entries(junk)) {
        const code = await outcome(() => call({ ...valid, [name]: value } as never));
        // The memory adapter cannot run in another process, which is the default.
        expect(["accepted", "INVALID_OPTION", "ADAPTER_NOT_LOADABLE"], `${name}: ${label}`).toContain(code);
      }
    }
  });
});

describe("a result with a broken part", () => {
  /** Every object and list of a result, by its path. */
  function pathsOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
    if (typeof value !== "object" || value === null) return [path];
    return [path, ...Object.entries(value).flatMap(([name, part]) => pathsOf(part, [...path, name]))].filter(
      ({ length }) => length > 0,
    );
  }

  function broken(path: readonly string[], part: unknown): unknown {
    const copy = structuredClone(result);
    const [last = "", ...parents] = path.toReversed();
    const parent = parents.reduceRight<Record<string, unknown>>(
      (object, name) => object[name] as Record<string, unknown>,
      copy as unknown as Record<string, unknown>,
    );
    parent[last] = part;
    return copy;
  }

  it("is refused by every report, or reported", async () => {
    const reports = [report.formatText, report.formatResources, report.formatJson];
    let refused = 0;
    for (const path of pathsOf(result)) {
      for (const part of Object.values(junk)) {
        for (const format of reports) {
          const code = await outcome(() => format(broken(path, part) as never));
          expect(["accepted", "INVALID_OPTION"], path.join(".")).toContain(code);
          if (code === "INVALID_OPTION") refused++;
        }
      }
    }
    expect(refused).toBeGreaterThan(1_000);
  });
});
