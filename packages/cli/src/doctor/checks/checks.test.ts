import { describe, expect, it } from "vitest";
import type { Level } from "../finding.js";
import { readingsOf } from "../fixtures/readings.js";
import type { Plans } from "../readings.js";
import { examine } from "./index.js";

const plans: Plans = { connections: 1, port: undefined };
type Change = Parameters<typeof readingsOf>[0];

/** The levels of all checks that are not `ok`, by name. */
function levels(change: Change, more: Partial<Plans> = {}): Record<string, Level> {
  const findings = examine(readingsOf(change), { ...plans, ...more });
  return Object.fromEntries(
    findings.filter(({ level }) => level !== "ok").map(({ name, level }) => [name, level]),
  );
}

const limits = { cpus: null, cpuset: null, memoryBytes: null };
const activity = { loadBefore: 0.3, busyShare: 0.02, othersShare: 0.01, stolenShare: 0 };
const host = (...flags: string[]) => ({ host: { flags } });

describe("doctor", () => {
  it("finds nothing on a quiet machine", () => {
    expect(levels({})).toEqual({});
  });

  it.each<readonly [Change, Record<string, Level>]>([
    [{ host: { node: "20.18.3" } }, { "Node.js": "problem" }],
    [{ host: { node: "20.19.0" } }, {}],
    [{ host: { node: "23.1.0" } }, { "Node.js": "warning" }],
    [{ host: { runtime: "bun", node: "26.3.0 (Bun 1.4.5)" } }, { "Node.js": "warning" }],
    [host("--inspect=0"), { "flags of Node.js": "problem" }],
    [host("--cpu-prof"), { "flags of Node.js": "problem" }],
    [host("--jitless"), { "flags of Node.js": "problem" }],
    [host("--trace-gc"), { "flags of Node.js": "problem" }],
    [host("--max-semi-space-size=64"), { "flags of Node.js": "warning" }],
    [host("--import=./instrument.js"), { "flags of Node.js": "warning" }],
    [host("--import=tsx", "--require=/x/tsx/dist/preflight.cjs", "--conditions=source", "--no-warnings"), {}],
    [{ environment: { NODE_V8_COVERAGE: "coverage" } }, { environment: "problem" }],
    [{ environment: { GRPC_TRACE: "all" } }, { environment: "problem" }],
    [{ environment: { NODE_DEBUG: "" } }, {}],
    [{ machine: { cpuModel: "Apple M4" } }, { architecture: "problem" }],
    [{ machine: { cpuModel: "Apple M4", arch: "arm64" } }, {}],
  ])("knows what slows the program down: %j", (change, expected) => {
    expect(levels(change)).toEqual(expected);
  });

  it.each<readonly [Change, Record<string, Level>]>([
    [{ processors: 1 }, { processors: "problem" }],
    [{ processors: 2 }, {}],
    [{ machine: { limits: { ...limits, cpus: 1.5 } } }, { processors: "problem" }],
    [{ machine: { limits: { ...limits, cpus: 3 } } }, { processors: "warning" }],
    [{ machine: { limits: { ...limits, cpus: 4 } } }, {}],
    [{ machine: { cpuGovernor: "powersave" } }, { "frequency governor": "warning" }],
    [{ machine: { cpuGovernor: "performance, schedutil" } }, { "frequency governor": "warning" }],
    [{ machine: { cpuGovernor: null } }, { "frequency governor": "unknown" }],
    [{ machine: { cpuGovernor: null, virtualMachine: "QEMU" } }, {}],
    [{ machine: { turbo: true } }, { turbo: "warning" }],
    [{ machine: { turbo: null } }, { turbo: "unknown" }],
    [{ machine: { turbo: null, virtualMachine: "QEMU" } }, {}],
    [{ activity: { ...activity, stolenShare: 0.03 } }, { "virtual machine": "warning" }],
    [{ power: { source: "battery", saving: null } }, { power: "warning" }],
    [{ power: { source: "mains", saving: true } }, { power: "warning" }],
    [{ power: { source: null, saving: null } }, { power: "unknown" }],
  ])("knows what makes processors slow or uneven: %j", (change, expected) => {
    expect(levels(change)).toEqual(expected);
  });

  it.each<readonly [Change, Record<string, Level>]>([
    [{ activity: { ...activity, loadBefore: 6.9 } }, {}],
    [{ activity: { ...activity, loadBefore: 7 } }, { load: "warning" }],
    [{ activity: { ...activity, loadBefore: null } }, { load: "unknown" }],
    [{ activity: { ...activity, othersShare: 0.11 } }, { "other programs": "warning" }],
    [{ activity: { ...activity, othersShare: 0.6 } }, { "other programs": "problem" }],
    [{ activity: { ...activity, othersShare: null, busyShare: 0.2 } }, { "other programs": "warning" }],
    [{ activity: { ...activity, othersShare: null, busyShare: null } }, { "other programs": "unknown" }],
    [{ otherRuns: [41, 42] }, { "other runs": "problem" }],
    [{ otherRuns: null }, { "other runs": "unknown" }],
    [{ memory: { availableBytes: 8e9, swappedPages: 1 } }, { memory: "problem" }],
    [{ memory: { availableBytes: 4e8, swappedPages: 0 } }, { memory: "warning" }],
    [{ memory: { availableBytes: null, swappedPages: null } }, { memory: "unknown" }],
    [{ machine: { limits: { ...limits, memoryBytes: 256e6 } } }, { memory: "warning" }],
  ])("knows what else uses the machine: %j", (change, expected) => {
    expect(levels(change)).toEqual(expected);
  });

  it.each<readonly [Change, Partial<Plans>, Record<string, Level>]>([
    [{ stampNs: 1_500 }, {}, { "clock source": "warning" }],
    [{ clockSource: "hpet" }, {}, { "clock source": "warning" }],
    [{ clockSource: "kvm-clock" }, {}, {}],
    [{ clockSource: null }, {}, {}],
    [{ openFiles: 1_024 }, { connections: 462 }, {}],
    [{ openFiles: 1_024 }, { connections: 463 }, { "file descriptors": "problem" }],
    [{ openFiles: Number.POSITIVE_INFINITY }, { connections: 100_000 }, {}],
    [{ openFiles: null }, {}, { "file descriptors": "unknown" }],
    [{ listeners: null }, {}, { "other listeners": "unknown" }],
    [{ portError: null }, { port: 7_000 }, {}],
    [{ portError: "EADDRINUSE" }, { port: 7_000 }, { port: "problem" }],
    [{ portError: "EACCES" }, { port: 80 }, { port: "problem" }],
  ])("knows what clocks and sockets allow: %j for %j", (change, more, expected) => {
    expect(levels(change, more)).toEqual(expected);
  });

  it("says who uses the machine, and who has the port", () => {
    const program = { id: 77, name: "compiler", share: 0.9 };
    const busy = readingsOf({
      busiest: [program],
      portError: "EADDRINUSE",
      listeners: [{ port: 7_000, program: "proxy" }],
    });
    const found = examine(busy, { ...plans, port: 7_000 }).map((finding) => finding.found);
    expect(found.filter((text) => text.includes("compiler") && text.includes("77"))).toHaveLength(1);
    expect(found.filter((text) => text.includes("7000") && text.includes("proxy"))).toHaveLength(2);
  });

  it("says for everything bad what it does and what to do, and for nothing else", () => {
    const bad = readingsOf({ processors: 1, stampNs: 5_000, machine: { turbo: true, cpuGovernor: null } });
    for (const { level, effect, advice } of examine(bad, plans)) {
      const isBad = level === "problem" || level === "warning";
      expect([effect !== null, advice !== null]).toEqual([isBad, isBad]);
    }
  });
});
