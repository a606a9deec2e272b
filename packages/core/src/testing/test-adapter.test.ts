import { describe, expect, it } from "vitest";
import type { Adapter } from "../adapter/contract.js";
import chaos from "../fixtures/chaos-adapter.js";
import { conformanceCases } from "./conformance-cases.js";
import { faults } from "./fixtures/faults.js";
import { memory } from "./memory-adapter.js";
import { type TestFunction, testAdapter } from "./test-adapter.js";

type Collected = Map<string, () => Promise<void>>;

/** A runner that only collects, so that cases can be run one by one and looked at. */
function collect(
  createAdapter: (options?: Record<string, unknown>) => Adapter,
  skip?: Record<string, string>,
) {
  const run: Collected = new Map();
  const skipped: string[] = [];
  const test: TestFunction = (name, body) => run.set(name, body);
  test.skip = (name) => skipped.push(name);
  testAdapter({ test, createAdapter, skip });
  return { run, skipped };
}

describe("testAdapter", () => {
  it.each(Object.entries(faults))("catches an adapter that %s", { timeout: 60_000 }, async (_, fault) => {
    const { run } = collect(fault.create);
    const [, body] = [...run].find(([name]) => name.endsWith(` ${fault.failsCase}`)) ?? [];
    expect(body, `the suite runs the case "${fault.failsCase}"`).toBeDefined();
    await expect(body?.()).rejects.toThrow();
  });

  it("has a fault for every case that a memory adapter can fail", () => {
    const covered = new Set(Object.values(faults).map((fault) => fault.failsCase));
    const needsSockets = [
      /silent/,
      /stranger/,
      /killed/,
      /while connecting/,
      /free port/,
      /whole benchmark/,
      /encrypts/,
    ];
    const uncovered = conformanceCases
      .map((one) => one.name)
      .filter((name) => !name.startsWith("push: ") && !/carries a frame of \d+ bytes/.test(name))
      .filter((name) => !covered.has(name) && !needsSockets.some((pattern) => pattern.test(name)));
    expect(uncovered).toEqual([]);
  });

  it("asks of encryption what a healthy adapter does, and only where it is claimed", async () => {
    const asked = [...collect(chaos).run].filter(([name]) => /encrypts|does not trust/.test(name));
    expect(asked.map(([name]) => name)).toEqual([
      "chaos encrypts what it carries, and tells how",
      "chaos push: encrypts what it carries, and tells how",
      "chaos refuses a certificate that it does not trust",
    ]);
    for (const [, body] of asked) await expect(body()).resolves.toBeUndefined();
    expect(collect(memory).skipped.filter((name) => name.includes("TLS is not claimed"))).toHaveLength(3);
  });

  it("runs a case of its own for push only where it is claimed", () => {
    const names = (push: boolean) => {
      return [...collect(() => ({ ...memory(), supports: { push, ordered: true } })).run.keys()];
    };
    expect(names(true).filter((name) => name.includes("push: ")).length).toBeGreaterThan(10);
    expect(names(false).filter((name) => name.includes("push: "))).toEqual([]);
  });

  it("skips a case by name, and tells the reason", () => {
    const name = "keeps the order that it claims";
    const { run, skipped } = collect(memory, { [name]: "a known fault of the library" });
    expect([...run.keys()]).not.toContain(`memory ${name}`);
    expect(skipped).toContain(`memory ${name} (not run: a known fault of the library)`);
  });

  it.each([
    [{ "no such case": "why" }, /`skip` to be the name of a case/],
    [{ "keeps the order that it claims": " " }, /to be a reason/],
  ])("refuses the skips %j", (skip, message) => {
    expect(() => collect(memory, skip as Record<string, string>)).toThrow(message);
  });

  it("refuses options that it does not know", () => {
    const options = { test: () => {}, createAdapter: memory, slow: true };
    expect(() => testAdapter(options)).toThrow("testAdapter: unknown option `slow`");
  });
});
