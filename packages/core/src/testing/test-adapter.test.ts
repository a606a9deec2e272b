import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import chaos from "../fixtures/chaos-adapter.js";
import type { ConformanceCase, CreateAdapter } from "./conformance-case.js";
import { conformanceCases } from "./conformance-cases.js";
import type { Finding } from "./finding.js";
import { allFaults } from "./fixtures/all-faults.js";
import type { Fault } from "./fixtures/broken.js";
import greeting from "./fixtures/greeting-adapter.js";
import { nameIpv6Loopback } from "./fixtures/ipv6-name.js";
import { IPV6_NAMES } from "./loopback.js";
import { memory } from "./memory-adapter.js";
import { type TestFunction, testAdapter } from "./test-adapter.js";
import { timeouts } from "./waiting.js";

/** A runner that only collects cases, so that tests can run them one by one. */
function collect(createAdapter: CreateAdapter, skip?: Record<string, string>) {
  const run = new Map<string, Parameters<TestFunction>[1]>();
  const skipped: string[] = [];
  const findings: Finding[] = [];
  const test: TestFunction = (name, body) => run.set(name, body);
  test.skip = (name) => skipped.push(name);
  testAdapter({ test, createAdapter, skip, onFinding: (finding) => findings.push(finding) });
  return { run, skipped, findings };
}

const usual = { ...timeouts };
afterEach(() => {
  Object.assign(timeouts, usual);
});

// Not every system has such a name.
let forget = () => {};
beforeAll(() => {
  forget = nameIpv6Loopback(IPV6_NAMES[0] as string);
});
afterAll(() => forget());

describe("testAdapter", () => {
  // The short timeouts below can miss a fault on a busy machine, such as a frame that comes late. So a try may fail.
  it.for(allFaults)("catches an adapter that %s", { retry: 3 }, async ([_, fault], { skip }) => {
    // Many of them hang until this timeout.
    Object.assign(timeouts, { stepMs: 200, cleanUpMs: 50, pauseMs: 300 });
    const { run } = collect(fault.create);
    const [, body] = [...run].find(([name]) => name.endsWith(` ${fault.failsCase}`)) ?? [];
    expect(body, `the suite runs the case "${fault.failsCase}"`).toBeDefined();
    // A case that does not apply here has not caught anything.
    const reasons: string[] = [];
    const running = body?.({ skip: (reason: string) => reasons.push(reason) });
    const failure = await running?.catch((error: unknown) => error);
    if (reasons.length > 0) skip(reasons.join());
    expect(failure).toBeInstanceOf(Error);
    expect((failure as Error).message).toContain(fault.says ?? "");
  });

  it("passes an adapter that dials a name that has only an IPv6 address", async ({ skip }) => {
    const { run } = collect(chaos);
    const reasons: string[] = [];
    const body = run.get("chaos dials a host name that has only an IPv6 address");
    await expect(body?.({ skip: (reason: string) => reasons.push(reason) })).resolves.toBeUndefined();
    if (reasons.length > 0) skip(reasons.join());
  });

  it("sends garbage only after the cases that say which state links share", () => {
    const names = conformanceCases.map((one) => one.name);
    const several = allFaults.flatMap(([, { failsCase }]) =>
      /several links|other links|another closes|apart/.test(failsCase) ? [names.indexOf(failsCase)] : [],
    );
    expect(several.length).toBeGreaterThan(5);
    expect(names.indexOf("survives a client that sends garbage")).toBeGreaterThan(Math.max(...several));
  });

  it("has a fault for every case that a memory adapter can fail", () => {
    const covered = new Set(allFaults.map(([, fault]) => fault.failsCase));
    const needsSockets = [
      /silent/,
      /garbage/,
      /killed/,
      /while connecting/,
      /free port/,
      /whole benchmark/,
      /encrypt/,
      /strangers/,
      /^gives up at once when aborted in the middle/,
    ];
    const uncovered = conformanceCases
      .map((one) => one.name)
      .filter((name) => !(isAlsoForUpload(name) || /carries a frame of \d+ bytes/.test(name)))
      .filter((name) => !covered.has(name) && !needsSockets.some((pattern) => pattern.test(name)));
    expect(uncovered).toEqual([]);
  });

  it("runs TLS cases only if TLS is claimed", () => {
    const encrypted = /certificate|TLS version|encrypt|passphrase|handshake to|given host name instead/;
    const run = [...collect(chaos).run.keys()].filter((name) => encrypted.test(name));
    expect(run.length).toBeGreaterThan(20);
    expect(collect(memory).skipped.filter((name) => encrypted.test(name))).toHaveLength(run.length);
  });

  it("reports how many bytes pass on the wire, and fails for compression only if no setting says so", async () => {
    const compressing = allFaults.find(([mistake]) => mistake === "compresses frames")?.[1] as Fault;
    const saysSo = (options?: Record<string, unknown>) => {
      const adapter = compressing.create(options);
      return { ...adapter, options: { ...adapter.options, compression: "deflate" } };
    };
    const { run, findings } = collect(saysSo);
    await run.get(`chaos ${compressing.failsCase}`)?.();
    expect(findings).toContainEqual(expect.objectContaining({ measure: "packedRatio", notable: true }));
    expect(findings).toContainEqual(
      expect.objectContaining({ measure: "wireRatio", notable: false, floor: 1 }),
    );
  });

  it("passes an adapter that closes connections in their handshake", async () => {
    const { run } = collect(greeting);
    await expect(
      run.get("greeting leaves nothing of handshakes that never ended")?.(),
    ).resolves.toBeUndefined();
  });

  it("reports how long frames wait, beside a plain TCP socket", async () => {
    const { run, findings } = collect(chaos);
    await run.get("chaos lets no frame or reply wait for a timer")?.();
    expect(findings.length).toBeGreaterThan(2);
    for (const finding of findings) {
      expect(finding).toMatchObject({
        adapter: "chaos",
        measure: "waitMs",
        value: expect.any(Number),
        floor: expect.any(Number),
      });
    }
  });

  it("runs the push case only if push is claimed", () => {
    const pushCases = (push: boolean) => {
      const { run } = collect(() => ({ ...memory(), supports: { push, ordered: true } }));
      return [...run.keys()].filter((name) => name.includes("push: "));
    };
    expect(pushCases(true).length).toBeGreaterThan(10);
    expect(pushCases(false)).toEqual([]);
  });

  it("runs only cases without a listening end for a dial-only protocol", () => {
    const adapter = memory();
    const { listen, ...protocol } = adapter.protocol;
    const { run, skipped } = collect(() => ({ ...adapter, protocol }));
    expect([...run.keys()]).toEqual([
      "memory names itself, its codecs and its claims",
      "memory refuses an unknown option before a socket opens",
      "memory has options that survive JSON",
      "memory has codecs whose messages and receipts come back as they were",
    ]);
    expect(run.size + skipped.length).toBe(conformanceCases.length);
  });

  it("skips a case by name, with a reason", () => {
    const name = "keeps the order that it claims";
    const { run, skipped } = collect(memory, { [name]: "a known fault of the library" });
    expect([...run.keys()]).not.toContain(`memory ${name}`);
    expect(skipped).toContain(`memory ${name} (not run: a known fault of the library)`);
  });

  it("skips a case that finds out that it cannot test anything, or fails it if the runner cannot skip", async () => {
    const { run } = collect(memory);
    const body = run.get("memory survives a client that sends garbage");
    const reasons: string[] = [];
    await body?.({ skip: (reason: string) => reasons.push(reason) });
    expect(reasons).toEqual([expect.stringContaining("no TCP port")]);
    await expect(body?.()).rejects.toThrow("no TCP port");
  });

  it.each<Record<string, string>>([{ "no such case": "why" }, { "keeps the order that it claims": " " }])(
    "refuses the skips %j",
    (skip) => {
      expect(() => collect(memory, skip)).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
    },
  );

  it("refuses unknown options", () => {
    const options = { test: () => {}, createAdapter: memory, slow: true };
    expect(() => testAdapter(options)).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
  });
});

/** Whether a push case also exists for uploads. */
function isAlsoForUpload(name: ConformanceCase["name"]): boolean {
  return conformanceCases.some((one) => `push: ${one.name}` === name);
}
