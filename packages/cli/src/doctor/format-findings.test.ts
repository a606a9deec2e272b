import { stripVTControlCharacters } from "node:util";
import { expect, it } from "vitest";
import { examine } from "./checks/index.js";
import { readingsOf } from "./fixtures/readings.js";
import { formatFindings, levelPainter } from "./format-findings.js";

const plans = { connections: 5_000, port: 7_000 };

it("shows the worst first, and fits the columns", () => {
  const text = formatFindings(
    examine(
      readingsOf({
        host: { node: "23.1.0", flags: ["--inspect"] },
        machine: {
          cpuGovernor: "powersave",
          turbo: true,
          virtualMachine: "QEMU",
          limits: { cpus: 1.5, cpuset: null, memoryBytes: 256e6 },
        },
        activity: { loadBefore: 9.4, busyShare: 0.7, othersShare: 0.65, stolenShare: 0.08 },
        busiest: [{ id: 4_321, name: "webpack", share: 0.97 }],
        otherRuns: [811, 812],
        clockSource: "hpet",
        stampNs: 1_840,
        openFiles: 1_024,
        memory: { availableBytes: 2e9, swappedPages: null },
        power: { source: "battery", saving: true },
        listeners: [
          { port: 5_432, program: "postgres" },
          { port: 7_000, program: null },
        ],
        portError: "EADDRINUSE",
        environment: { NODE_DEBUG: "http" },
      }),
      plans,
    ),
    { columns: 80 },
  );
  expect(text).toMatchSnapshot();
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
});

it("is short on a quiet machine", () => {
  expect(formatFindings(examine(readingsOf(), { connections: 1, port: undefined }))).toMatchSnapshot();
});

it("paints levels only", () => {
  const findings = examine(readingsOf({ stampNs: 9_000 }), { connections: 1, port: undefined });
  const painted = formatFindings(findings, { paint: levelPainter(true) });
  expect(stripVTControlCharacters(painted)).toBe(formatFindings(findings));
  expect(painted.split("\u001b[33m")).toHaveLength(2);
  expect(formatFindings(findings, { paint: levelPainter(false) })).toBe(formatFindings(findings));
});
