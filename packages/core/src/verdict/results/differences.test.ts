import { describe, expect, it } from "vitest";
import { buildEnd, buildMachine, buildProvenance, type buildResult } from "../../fixtures/build-result.js";
import type { BenchmarkResult, RoundResult, Timing } from "../../result/result.js";
import { compareResults } from "./compare-results.js";
import { base, head, NOISE, refusalOf, round, run, timing } from "./fixtures/two-runs.js";
import { DIFFERENCES, type DifferenceName } from "./result-comparison.js";

type Parts = Parameters<typeof buildResult>[1];

/** For each name of a difference: results of head that differ from base in it. */
const heads: Readonly<Record<DifferenceName, readonly BenchmarkResult[]>> = (() => {
  const ws = timing("ws", 2);
  const of = (more: Parts, timings: readonly Timing[] = [ws]) => run("head", timings, more);
  const machine = (more: Parameters<typeof buildMachine>[0]) => of({ machine: buildMachine(more) });
  const made = (more: Parameters<typeof buildProvenance>[0]) =>
    of({ provenance: buildProvenance({ id: "head", ...more }) });
  const settings = (more: Partial<BenchmarkResult["settings"]>) => of({ settings: more });
  const setup = (more: Partial<Timing>) => of({}, [timing("ws", 2, more)]);
  const adapter = (more: Partial<Timing["adapter"]>) => setup({ adapter: { ...ws.adapter, ...more } });
  const sent = (more: Partial<Timing["payload"]["sources"][number]>) =>
    setup({
      payload: { ...ws.payload, sources: ws.payload.sources.map((source) => ({ ...source, ...more })) },
    });
  const rounds = (more: Partial<RoundResult>) => of({}, [timing("ws", 2, {}, more)]);
  const end = (more: Parameters<typeof buildEnd>[0]) =>
    rounds({ ends: { senders: [buildEnd()], receivers: [buildEnd(more)] } });
  const wire = { upBytes: 10, upWrites: 1, downBytes: 5, downWrites: 1 };
  const steady = {
    ...wire,
    payloads: 2,
    payloadBytes: 5,
    replyBytes: 0,
    overheadRatio: null,
    waitsPerPayload: null,
  };
  const counts = { ...round(1).counts, lost: 1 };
  return {
    status: [of({ status: "failed" }, [timing("ws", 2, {}, { counts })]), of({ status: "aborted" })],
    busy: [of({ warnings: [{ code: "BUSY_MACHINE", message: "busy" }] })],
    rounds: [of({}, [timing("ws", 2, {}, {}, NOISE.slice(0, 5))])],
    adapters: [of({}, [ws, timing("another", 1)])],
    measures: [rounds({ wire: { handshake: wire, first: wire, steady } })],
    machine: [
      machine({ platform: "darwin" }),
      machine({ arch: "arm64" }),
      machine({ cpuModel: "another" }),
      machine({ cpuCount: 3 }),
      machine({ memoryBytes: 2e9 }),
      machine({ cpuGovernor: "powersave" }),
      machine({ turbo: true }),
      machine({ limits: { cpus: 1.5, cpuset: null, memoryBytes: null } }),
      machine({ container: "docker" }),
      machine({ virtualMachine: "KVM" }),
    ],
    kernel: [machine({ kernel: "6.2.0" })],
    node: [made({ node: "22.0.0" }), made({ runtime: "bun" }), end({ node: "22.0.0" })],
    core: [made({ core: "9.0.0" }), end({ core: "9.0.0" }), end({ contract: 99 })],
    flags: [made({ flags: ["--jitless"] }), end({ flags: ["--jitless"] })],
    libraries: [end({ libraries: { ws: "9.0.0" } }), end({ libraries: {} })],
    settings: [settings({ timeoutMs: 1 }), settings({ receiver: "remote" }), settings({ margin: 0.1 })],
    options: [
      adapter({ name: "grpc" }),
      adapter({ codec: "json-base64" }),
      adapter({ options: { mask: "zero" } }),
      adapter({ direction: "push" }),
      adapter({ encryption: "local" }),
      adapter({ unixSocket: true }),
      adapter({ profile: { name: "tuned", settings: [] } }),
      adapter({ overrides: [{ setting: "x", value: 1, libraryValue: 2, reason: "a reason" }] }),
    ],
    inEffect: [end({ settings: { mask: "javascript" } })],
    tls: [rounds({ tls: { mutual: false, version: "TLSv1.3", cipher: "a cipher" } })],
    clock: [
      rounds({
        clock: { kind: "ack-derived", because: "hosts", halfRoundTripMs: 1, offsetMs: null, errorMs: null },
      }),
    ],
    payload: [
      setup({ payload: { ...ws.payload, replyBytes: 10 } }),
      sent({ sha256: "f".repeat(64) }),
      sent({ seed: 2 }),
    ],
    load: [
      setup({
        load: { kind: "closed-loop", concurrency: 1, thinkTimeMs: 1_000, count: 4, durationMs: null },
      }),
    ],
    network: [setup({ network: { name: "lan", delayMs: 1, jitterMs: 0, rateMbps: null, seed: 1 } })],
    connections: [setup({ connections: 2 }), setup({ maxInFlight: 2 })],
    warmup: [setup({ warmupCount: 0 })],
    senders: [
      settings({ senders: 2 }),
      settings({ receivers: 2 }),
      settings({ senders: 2, notSliced: "several-senders" }),
    ],
  };
})();
const cases = DIFFERENCES.flatMap((name) => heads[name].map((other, index) => [name, index, other] as const));

describe("a difference", () => {
  it.each(cases)("%s (%d) is refused in both directions, and named", (name, _, other) => {
    for (const pair of [
      [base, other],
      [other, base],
    ] as const) {
      const { code, message } = refusalOf(() => compareResults(...pair));
      expect(code).toBe("NOT_COMPARABLE");
      expect(message).toContain(`\n- ${name}: `);
      // All other permissions do not help.
      const mayDiffer = DIFFERENCES.filter((one) => one !== name);
      expect(refusalOf(() => compareResults(...pair, { mayDiffer })).code).toBe("NOT_COMPARABLE");
    }
  });

  it.each(cases)("%s (%d) is permitted by its name, and reported", (name, _, other) => {
    const { permitted, comparisons } = compareResults(base, other, { mayDiffer: [name] });
    expect(permitted.length).toBeGreaterThan(0);
    for (const one of permitted) expect(one.name).toBe(name);
    expect(comparisons[0]).toMatchObject({ by: "transmission", decides: true });
    const { verdict } = comparisons[0] ?? {};
    // Permission does not make numbers of lost payloads, unknown clocks or too few rounds better.
    const lost = other.status === "failed" || name === "clock";
    expect(verdict).toBe(lost ? "invalid" : name === "rounds" ? "undecided" : "slower");
  });

  it("is listed with all others", () => {
    const other = run("head", [timing("ws", 2, { connections: 2 })], {
      machine: buildMachine({ cpuCount: 8, kernel: "6.2.0" }),
    });
    const { message } = refusalOf(() => compareResults(base, other));
    expect(
      message
        .split("\n")
        .slice(1)
        .map((line) => line.match(/^- (\w+):/)?.[1]),
    ).toEqual(["machine", "kernel", "connections"]);
  });

  it("is none in what may change: when, how many rounds, in which order, by which loader, in which folder", () => {
    const [source] = base.timings[0]?.payload.sources ?? [];
    const elsewhere = {
      sources: [{ ...source, from: "/another/folder" }],
      replyBytes: 0,
    } as Timing["payload"];
    const other = run("head", [timing("ws", 2, { payload: elsewhere }, {}, [...NOISE, 1])], {
      startedAt: "2027-01-01T00:00:00.000Z",
      settings: { rounds: 9, seed: 5, reference: "all" },
      provenance: buildProvenance({ id: "head", commit: "a".repeat(40), flags: ["--import=tsx"] }),
    });
    expect(compareResults(base, other)).toMatchObject({ permitted: [], head: { commit: "a".repeat(40) } });
    expect(compareResults(base, other).comparisons[0]?.rounds).toBe(8);
  });

  it("of an adapter that head did not measure is refused, and the others are compared if it is permitted", () => {
    const two = run("base", [timing("ws", 1), timing("grpc", 1)]);
    const lacking = run("head", [timing("ws", 2)], { notRun: ["grpc"] });
    expect(refusalOf(() => compareResults(two, lacking)).code).toBe("NOT_COMPARABLE");
    const { comparisons } = compareResults(two, lacking, { mayDiffer: ["adapters"] });
    expect(new Set(comparisons.map(({ label }) => label))).toEqual(new Set(["ws"]));
  });

  it("that leaves nothing to compare is refused even if it is permitted", () => {
    const mayDiffer = DIFFERENCES;
    const other = run("head", [timing("grpc", 1)]);
    expect(refusalOf(() => compareResults(base, other, { mayDiffer })).code).toBe("NOT_COMPARABLE");
    const measured = { mayDiffer, decideBy: "bytes" } as const;
    expect(refusalOf(() => compareResults(base, head, measured)).code).toBe("NOT_COMPARABLE");
  });
});
