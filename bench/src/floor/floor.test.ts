import { afterEach, describe, expect, it, vi } from "vitest";
import { UsageError } from "../command-line.js";
import { storedHead } from "../results/fixtures/stored-head.js";
import { formatFloor } from "./floor-table.js";
import { readIperf3 } from "./iperf3.js";
import type { FloorMeasured, Subject } from "./plan.js";
import { readSockperf } from "./sockperf.js";
import { toolVersions } from "./tools.js";

afterEach(() => vi.unstubAllEnvs());

describe("toolVersions", () => {
  it("says how to install a program that is missing", () => {
    vi.stubEnv("PATH", "/nowhere");
    expect(() => toolVersions()).toThrow(UsageError);
    expect(() => toolVersions()).toThrow(/apt-get install/);
  });
});

describe("readSockperf", () => {
  const output = [
    "sockperf: [Total Run] RunTime=1.001 sec; Warm up time=400 msec; SentMessages=51709; ReceivedMessages=50000",
    "sockperf: ========= Printing statistics for Server No: 0",
    "sockperf: [Valid Duration] RunTime=0.500 sec; SentMessages=28716; ReceivedMessages=20000",
    "sockperf: ---> percentile 99.000 =   29.323",
    "sockperf: ---> percentile 50.000 =   17.846",
  ].join("\n");

  it("has the rate of the measured part, and the CPU time of all messages", () => {
    expect(readSockperf(output, 1e6)).toEqual({ perSecond: 40_000, p50Us: 17.846, p99Us: 29.323, cpuUs: 20 });
  });

  it("refuses output without a number", () => {
    expect(() => readSockperf("No valid observations found", 1)).toThrow(/Valid Duration/);
  });
});

describe("readIperf3", () => {
  it("has the rate at the receiver, and the CPU time of both ends", () => {
    const end = {
      sum_received: { seconds: 2, bytes: 4e9 },
      cpu_utilization_percent: { host_total: 50, remote_total: 30 },
    };
    const { perSecond, cpuUs } = readIperf3(JSON.stringify({ end }), 1_000_000);
    expect(perSecond).toBe(2_000);
    // 0.8 processors for two seconds, over 4,000 messages.
    expect(cpuUs).toBeCloseTo(400, 6);
  });
});

describe("formatFloor", () => {
  const head = storedHead("pnpm bench floor", {
    rounds: 6,
    measureMs: 1_000,
    bulkInFlight: 4,
    tools: { sockperf: "3.7", iperf3: "3.12" },
  });
  const p50Us: Record<Subject, number> = { C: 10, "node:net": 20, tcp: 30 };
  const line = (subject: Subject, round: number): FloorMeasured => {
    const slow = 1 + round / 50;
    const numbers = { perSecond: 1, p50Us: p50Us[subject] * slow, p99Us: 100, cpuUs: 5 };
    return { kind: "ping", bytes: 100, subject, round, ...numbers };
  };

  it("compares the three in pairs of the same round, and leaves out what failed", () => {
    const rounds = [1, 2, 3, 4, 5, 6];
    const lines = rounds.flatMap((round) => [line("C", round), line("node:net", round), line("tcp", round)]);
    const text = formatFloor({
      head,
      lines: lines.filter((one) => one.subject !== "tcp" || one.round !== 2),
    });
    const row = text.split("\n").find((one) => one.includes("p50"));
    expect(row?.split(" | ").slice(1)).toEqual([
      ...["10.7", "21.4", "32.4", "2.00 (2.00 to 2.00)", "1.50", "3.00", "6 |"],
    ]);
    expect(text).toContain("sockperf 3.7, iperf3 3.12");
  });
});
