import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import * as adapter from "./adapter/index.js";
import { buildAxes, buildMatrix } from "./fixtures/build-matrix.js";
import { buildProvenance, buildResult, buildRound, buildTiming } from "./fixtures/build-result.js";
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

/** What a hurried or untyped caller passes, by name. */
const junk: Readonly<Record<string, unknown>> = {
  undefined: undefined,
  null: null,
  "{}": {},
  "[]": [],
  "5": 5,
  NaN: Number.NaN,
  '"x"': "x",
  "a function": () => undefined,
};
type Junk = keyof typeof junk;

/** A valid argument, and the junk that is valid in its place. */
type Argument = readonly [valid: unknown, ...accepts: Junk[]];

const timing = buildTiming("WebSocket", buildRound([1, 2]));
const result = buildResult([timing]);
const matrix = buildMatrix(buildAxes([100]), [result]);
const severalRounds = (id: string) => {
  const rounds = Array.from({ length: 9 }, (_, block) => buildRound([1, 2], { block }));
  return buildResult([buildTiming("WebSocket", rounds)], { provenance: buildProvenance({ id }) });
};
const compared = root.compareResults(severalRounds("base"), severalRounds("head"));
const bytes = new Uint8Array(4);
const range: Argument = [{ min: 0, max: 9 }];
const textOptions: Argument = [{}, "undefined", "{}"];
const anything: Argument = [undefined, ...Object.keys(junk)];
const dial = () => Promise.reject(new Error("never"));
const sample = adapter.defineAdapter({ name: "sample", dial });
const factoryOptions: Argument = [{}, "undefined", "{}"];

/** The arguments of every exported function, by entry point. */
const functions: Readonly<Record<string, Readonly<Record<string, readonly Argument[]>>>> = {
  root: {
    compareResults: [[severalRounds("base")], [severalRounds("head")], [{}, "undefined", "{}"]],
    compareRounds: [[[1]], [[1]], [{}, "undefined", "{}"]],
    decodeTimeHistogram: [[timing.rounds[0]?.histograms.serviceMs]],
    inspectHost: [],
    checkTolerance: [[result], [0.1, "5"]],
    intervalOfRounds: [[timing], ["p99"], [{}, "undefined", "{}"]],
    parseMatrix: [[JSON.stringify(buildMatrix(buildAxes([1]), [result]))]],
    parseResult: [[report.formatJson(result)]],
    planMatrix: [[{ adapters: [testing.memory()], payload: bytes, receiver: "inline" }]],
    roundsToShow: [
      [1.5, "5"],
      [0.1, "5"],
    ],
    runBenchmark: [[{ adapters: [testing.memory()], payload: bytes, receiver: "inline" }]],
    runMatrix: [[{ adapters: [testing.memory()], payload: bytes, receiver: "inline" }]],
    serveReceivers: [[{ adapters: [] }]],
    typicalRound: [[timing]],
    WireduelError: [anything, anything, anything],
  },
  adapter: {
    acceptStreams: [[{ on() {} }], [{ accept: () => false }], [() => {}, "a function"]],
    copyFrame: [[[bytes], "[]"], [bytes], [0, "undefined"]],
    corkTurns: [[{ cork() {}, uncork() {} }]],
    defineAdapter: [[{ name: "sample", dial }]],
    describeTls: [[{ getProtocol: () => null, getCipher: () => undefined }]],
    didYouMean: [anything, [["x"], "[]"], [String, "undefined", "a function"]],
    mistakesBetween: [
      ["x", '"x"'],
      ["x", '"x"'],
    ],
    formatBytes: [[4, "5"]],
    frameBytes: [[[bytes], "[]"]],
    gatherTurns: [[() => {}, "a function"]],
    invalidOption: [anything, anything, anything],
    keepMemory: [],
    joinFrame: [[[bytes], "[]"]],
    lengthPrefix: [[4, "5"]],
    limitStrangers: [[{ on() {} }]],
    ownFile: [["a package", '"x"'], [import.meta.url], [["./index.ts"]]],
    ownRequire: [["a package", '"x"'], [import.meta.url], [["hono"], "[]"]],
    splitFrames: [
      [4, "5"],
      [() => {}, "a function"],
    ],
  },
  report: {
    auditOf: [[result]],
    checkPageOptions: [textOptions],
    formatBencher: [[result]],
    formatBenchstat: [[result]],
    formatCsvRounds: [[result]],
    formatCsvSamples: [[result]],
    formatCsvSummary: [[result]],
    formatGithubActionBenchmark: [[result]],
    formatHdrLog: [[result]],
    formatJunit: [[result]],
    formatComparison: [[result], textOptions],
    formatComparisonTable: [[result], textOptions],
    formatConclusion: [[result], textOptions],
    formatHeading: [[{ label: "a", title: "a" }], [timing.load], textOptions],
    formatJson: [[result]],
    formatResources: [[result]],
    formatTime: [[4, "5"]],
    limitRows: [[result], [[], "[]"]],
    picturedRounds: [[result]],
    picturedTimes: [[result]],
    costsOf: [[result]],
    courseOf: [[result], [10, "undefined", "5"]],
    ratiosOf: [[result], textOptions],
    reportParts: [[result]],
    resultComparisonParts: [[compared], textOptions],
    settingRows: [[result]],
    standingOf: [[result.timings[0]]],
    timePartsOf: [[result]],
    formatResultComparison: [[compared], textOptions],
    formatResultComparisonMarkdown: [[compared], textOptions],
    formatMatrix: [[matrix]],
    formatMatrixMarkdown: [[matrix], textOptions],
    formatMarkdown: [[result], textOptions],
    formatSummary: [[result], textOptions],
    formatText: [[result], textOptions],
    formatTotals: [[timing], textOptions],
    formatTransmission: [[timing.rounds[0]?.transmissions[0]], textOptions],
    isMatrix: [anything],
    parseMatrix: [[JSON.stringify(matrix)]],
    parseResult: [[report.formatJson(result)]],
    streamProgress: [[{ on() {} }], [() => {}, "a function"], textOptions],
    streamText: [[{ on() {} }], [() => {}, "a function"], textOptions],
    typicalRound: [[timing]],
    WireduelError: [anything, anything, anything],
  },
  testing: {
    manualClock: [[0, "undefined", "5"]],
    memory: [factoryOptions],
    testAdapter: [[{ test: () => {}, createAdapter: testing.memory }]],
  },
  option: {
    integer: [[5, "5"], range],
    number: [[5, "5"], range],
    flag: [[true]],
    text: [
      ["y", '"x"'],
      [/[xy]/, "undefined"],
      ["an x", "undefined", '"x"'],
    ],
    oneOf: [["x", '"x"'], [["x"]]],
    object: [[{ x: adapter.option.flag(true) }, "{}"]],
    required: [[adapter.option.flag(true)]],
    optional: [[adapter.option.flag(true)]],
    record: [[adapter.option.flag(true)], ["an x", "undefined", '"x"']],
  },
  "what others return": {
    factory: [factoryOptions],
    advance: [[0, "5"]],
    finish: [[result]],
  },
};

const exported: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  root,
  adapter,
  report,
  testing,
  option: adapter.option,
  "what others return": {
    factory: sample,
    advance: (ms: never) => testing.manualClock().advance(ms),
    finish: (of: never) => report.streamText({ on() {} }, () => {})(of),
  },
};

/** The code of the refusal, or "accepted". Any other error fails the test. */
async function outcome(call: () => unknown): Promise<string> {
  try {
    const returned = (await call()) as { close?: () => unknown } | undefined;
    if (typeof returned?.close === "function") await returned.close();
    return "accepted";
  } catch (error) {
    if (error instanceof root.WireduelError) return error.code;
    throw error;
  }
}

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
