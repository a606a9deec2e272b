import { describe, expect, it } from "vitest";
import { storedHead } from "../results/fixtures/stored-head.js";
import type { CoordinatorMeasured, ThroughputMeasured } from "./plan.js";
import { formatSenders } from "./senders-table.js";

const head = storedHead("pnpm bench senders", {
  rounds: 3,
  payloadBytes: 100,
  concurrency: 256,
  durationMs: 2_000,
  reported: 10_000,
});

function throughput(senders: number, round: number, acknowledgedPerSecond: number): ThroughputMeasured {
  const used = { senderCpuUs: 4 * senders, receiverCpuUs: 3, receiverBusy: 0.75 };
  const times = { p50Ms: 1, p99Ms: 2, startSkewMs: 0.5 };
  return { kind: "throughput", protocol: "ws", senders, round, acknowledgedPerSecond, ...used, ...times };
}

const coordinator: CoordinatorMeasured = {
  kind: "coordinator",
  senders: 1_000,
  round: 1,
  joinMs: 500,
  prepareMs: 1_500,
  mergeMs: 250,
  heardBeforeMs: 90,
  memoryBytes: 123e6,
  cpuMs: 900,
  resultBytes: 2.5e6,
};

function rowsOf(text: string): string[][] {
  const rows = text.split("\n").filter((line) => line.startsWith("|"));
  return rows.map((line) => line.slice(2, -2).split(" | "));
}

describe("formatSenders", () => {
  it("compares rates of the same round, and has the median of each number", () => {
    const rates = [
      [100, 150],
      [200, 400],
      [300, 330],
    ];
    const lines = rates.flatMap(([one = 0, two = 0], round) => [
      throughput(1, round, one),
      throughput(2, round, two),
    ]);
    const rows = rowsOf(formatSenders({ head, lines: [...lines, coordinator] }));
    expect(rows.find(([protocol, senders]) => protocol === "ws" && senders === "2")).toEqual([
      ...[
        "ws",
        "2",
        "330 (150 to 400)",
        "1.50 (1.10 to 2.00)",
        "8.00",
        "3.00",
        "75 %",
        "1.00",
        "2.00",
        "0.500",
      ],
    ]);
    expect(rows.at(-1)).toEqual(["1,000", "500", "1,500", "90.0", "250", "123", "900", "2.50"]);
  });

  it("has a row that was measured without one sender alone", () => {
    const rows = rowsOf(formatSenders({ head, lines: [throughput(4, 1, 100)] }));
    expect(rows.find(([, senders]) => senders === "4")?.[3]).toBe("-");
  });
});
