import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Rounds } from "../cells/rounds.js";
import { PAIR_TARGETS } from "../targets/pair-targets.js";
import { TARGETS } from "../targets/targets.js";
import { formatInShort } from "./in-short.js";
import { judgePairs, judgeTargets } from "./make-results.js";
import type { BenchResults, TargetResult } from "./results.js";

/** A real run, so that the names of its cells are real. */
const stored = JSON.parse(
  readFileSync(new URL("../../results.json", import.meta.url), "utf8"),
) as BenchResults;

const targets = [...judgePairs(PAIR_TARGETS, []), ...judgeTargets(TARGETS, new Rounds())];
const withInterval = (value: number | null, low: number | null, high: number | null): BenchResults => ({
  ...stored,
  targets: targets.map((target): TargetResult => ({ ...target, value, low, high })),
});
const linesOf = (results: BenchResults) => formatInShort(results).trimEnd().split("\n");
const saysNone = (line: string) => line.includes("no difference is shown");

describe("formatInShort", () => {
  it("shows no difference if an interval contains 1, and else the ratio", () => {
    const ofRatios = (results: BenchResults) => linesOf(results).filter((line) => line.includes("1.5"));
    expect(ofRatios(withInterval(1.5, 0.9, 1.6)).filter(saysNone)).toHaveLength(4);
    expect(ofRatios(withInterval(1.5, 1.4, 1.6)).filter(saysNone)).toHaveLength(0);
    expect(ofRatios(withInterval(1.5, 1.4, 1.6)).join("\n")).toContain("1.50 (1.40 to 1.60) times");
  });

  it("leaves out what was not measured", () => {
    expect(linesOf(withInterval(null, null, null)).some((line) => line.includes("null"))).toBe(false);
    expect(linesOf({ ...withInterval(null, null, null), curves: [], cells: [] })).toHaveLength(1);
  });

  it("counts the verdicts", () => {
    const [last] = linesOf({ ...stored, targets: stored.targets.slice(0, 2) }).slice(-1);
    expect(last).toContain("2 targets");
  });

  it("adds the page faults of both ends, if they were counted", () => {
    const counted = stored.cells.map((cell) => ({
      ...cell,
      rounds: { ...cell.rounds, senderFaults: [40], receiverFaults: [2] },
    }));
    expect(formatInShort({ ...stored, cells: counted })).toContain("TCP 42.0, ");
    const uncounted = stored.cells.map((cell) => ({ ...cell, rounds: { transmissionMs: [1] } }));
    expect(formatInShort({ ...stored, cells: uncounted })).not.toContain("Page faults");
  });
});
