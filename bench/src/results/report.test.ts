import { describe, expect, it } from "vitest";
import { formatFigures, formatInterval, formatNs } from "./numbers.js";
import { formatMarkdown, formatReport } from "./report.js";
import type { BenchResults, TargetResult } from "./results.js";

const target: TargetResult = {
  what: "a / b",
  bound: "at-most",
  limit: 1.25,
  unit: "ratio",
  a: "a",
  b: "b",
  metric: "transmissionMs",
  verdict: "met",
  value: 1.181,
  low: 1.1,
  high: 1.2,
  rounds: 8,
  roundsToDecide: null,
  why: null,
};

const results: BenchResults = {
  schemaVersion: 2,
  mode: "targets",
  command: "pnpm bench",
  startedAt: "2026-01-02T03:04:05.000Z",
  durationMs: 280_400,
  complete: true,
  commit: "1a2b3c4",
  node: "v20.19.0",
  libraries: { ws: "8.0.0" },
  seed: 1,
  blocks: 8,
  machine: {
    platform: "linux",
    release: "6.0",
    arch: "x64",
    cpuModel: "Slow CPU",
    cpuCount: 2,
    memoryBytes: 4 * 2 ** 30,
  },
  targets: [
    target,
    { ...target, what: "c", bound: "at-least", verdict: "undecided", why: "noise", roundsToDecide: 31 },
    {
      ...target,
      what: "d",
      unit: "MB",
      verdict: "not measured",
      value: null,
      low: null,
      high: null,
      rounds: 0,
    },
  ],
  pairs: [
    {
      name: "ws push, 100 B",
      loop: "hand-written on ws",
      plan: {
        name: "ws push, 100 B",
        variant: "ws push",
        handWritten: "hand-written ws",
        payloadBytes: 100,
        inFlight: 1,
        warmupCount: 1,
        slices: 4,
        settling: 2,
        sliceMs: 60,
      },
      settings: {},
      metrics: {
        messagesPerSecond: { core: [10, 12], loop: [20, 20], toLoop: [0.5, 0.6], toItself: [1, 1.01] },
        faults: { core: [0.1, 0.1], loop: [0.2, 0.2], toLoop: [1, 1], toItself: [1, 1] },
      },
    },
  ],
  sameAgainstSame: [
    {
      what: "a again / a",
      metric: "cpuUsPerMessage",
      ratio: 1,
      low: 0.9,
      high: 1.1,
      rounds: 8,
      smallestRatio: 1.1,
    },
  ],
  residentMemory: [],
  microParts: [{ name: "encode", p50Ns: 74, p99Ns: 4_150, samples: 9, operationsPerSample: 1 }],
  curves: [
    {
      title: "By size",
      metric: "transmissionMs",
      unit: "ms",
      columns: ["100 B", "1 MB"],
      rows: [
        {
          label: "ws",
          against: "tcp",
          points: [
            {
              median: 0.012,
              lowest: 0.01,
              highest: 0.05,
              rounds: 6,
              ratio: { value: 1.5, low: 1.2, high: 1.9 },
            },
            null,
          ],
        },
      ],
    },
  ],
  cells: [],
  curveCells: [],
  failures: [{ name: "tcp, 1 MB", messages: ["it broke", "again"] }],
};

describe("formatMarkdown", () => {
  const lines = formatMarkdown(results).split("\n");

  it("has a row for each target, with unit, interval, rounds and verdict", () => {
    expect(lines).toContain("| a / b | at most 1.25 | 1.18 (1.10 to 1.20) | 8 | met |");
    expect(lines).toContain(
      "| c | at least 1.25 | 1.18 (1.10 to 1.20) | 8 | undecided: noise; some 31 rounds |",
    );
    expect(lines).toContain("| d | at most 1.25 MB | - | 0 | not measured |");
  });

  it("shows pairs with A against A, without the few page faults of the process itself", () => {
    expect(lines).toContain("| ws push, 100 B | messages/s | 11.0 | 20.0 | 0.548 | 1.00 | 2 |");
    expect(lines.filter((line) => line.startsWith("| ws push, 100 B |"))).toHaveLength(1);
  });

  it("says how many slices are not compared, and nothing if all are", () => {
    const said = /The first (\d+) slices/;
    const all = results.pairs.map(({ plan: { settling: _, ...plan }, ...pair }) => ({ ...pair, plan }));
    expect(formatMarkdown(results)).toMatch(said);
    expect(formatMarkdown({ ...results, pairs: all })).not.toMatch(said);
  });

  it("omits a huge number of rounds", () => {
    const [undecided] = results.targets.slice(1, 2).map((one) => ({ ...one, roundsToDecide: 79_755_433 }));
    const text = formatMarkdown({ ...results, targets: undecided ? [undecided] : [] });
    expect(text).toContain("| undecided: noise; more than 999 rounds |");
  });

  it("shows which ratios the run cannot distinguish from 1", () => {
    expect(lines).toContain(
      "| a again / a | CPU time a message | 1.00 (0.900 to 1.10) | 8 | 0.909 and 1.10 |",
    );
  });

  it("starts with command, machine, versions and blocks", () => {
    expect(lines[0]).toBe(
      "`pnpm bench`, 2026-01-02, 280 s; commit 1a2b3c4; 2 x Slow CPU, 4 GiB, linux 6.0 x64; Node v20.19.0, ws 8.0.0; 8 complete " +
        "blocks, each with one round of everything in fresh processes, seed 1; loopback",
    );
  });

  it("shows a point of a curve with its range, and marks missing points", () => {
    expect(lines).toContain(
      "| ws | 0.0120 (0.0100 to 0.0500); x 1.50 (1.20 to 1.90) | not measured | to tcp |",
    );
  });

  it("omits tables without rows, and lists failures", () => {
    expect(lines.join("\n")).not.toContain("Resident memory");
    expect(lines).toContain("2 rounds failed of tcp, 1 MB: it broke");
  });

  it("names the commit that was measured, if there is one", () => {
    const heading = (commit: string | null) => formatMarkdown({ ...results, commit }).split("\n")[0];
    expect(heading("1a2b3c4")).toContain("; commit 1a2b3c4;");
    expect(heading(null)).not.toContain("commit");
  });

  it("marks an interrupted run and a smoke run", () => {
    const [first] = formatMarkdown({ ...results, complete: false, mode: "quick" }).split("\n");
    expect(first).toMatch(/; cut short; .*; a smoke run/);
  });
});

describe("formatReport", () => {
  it("shows the same tables as the Markdown", () => {
    const text = formatReport(results);
    expect(text).toContain("=== Targets ===");
    expect(text).toMatch(/^a \/ b +at most 1\.25 +1\.18 \(1\.10 to 1\.20\) +8 +met$/m);
    expect(text).toMatch(/^encode +74\.0 ns +4\.15 µs +9$/m);
  });
});

describe("numbers", () => {
  it.each([
    [0.012345, "0.0123"],
    [1.2, "1.20"],
    [12.34, "12.3"],
    [123.4, "123"],
    [85_090, "85,100"],
    [0, "0"],
  ])("%d is %s", (value, text) => {
    expect(formatFigures(value)).toBe(text);
  });

  it("picks a suitable unit", () => {
    expect([74, 4_150, 37.4e6].map(formatNs)).toEqual(["74.0 ns", "4.15 µs", "37.4 ms"]);
    expect(formatInterval(3.5, null, null, "µs")).toBe("3.50 µs");
  });
});
