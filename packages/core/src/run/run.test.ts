import { describe, expect, it } from "vitest";
import type { BenchmarkHandlers } from "../events/events.js";
import { buildRound } from "../fixtures/build-result.js";
import { checkOptions } from "../options/check-options.js";
import { parseResult } from "../result/parse-result.js";
import type { RoundResult } from "../result/result.js";
import { typicalRound } from "../result/typical-round.js";
import { summarize } from "../stats/summary.js";
import { memory } from "../testing/memory-adapter.js";
import { Run } from "./run.js";

/** A run of two adapters, without rounds yet. */
function runOf(rounds: number, events: BenchmarkHandlers = {}): Run {
  const adapters = [memory({ label: "a" }), memory({ label: "b" })];
  return new Run(checkOptions({ adapters, payload: { sizeBytes: 1_000 }, count: 2, rounds, events }));
}

/** Adds one round. */
function add(run: Run, index: number, result: RoundResult): void {
  run.add([{ index, result }]);
}

/** A round with two transmissions of this time. */
function round(ms: number, more: Partial<RoundResult> = {}): RoundResult {
  return buildRound([ms, ms], more);
}

describe("Run", () => {
  it("picks the round with the middle median as typical, and lists only its transmissions", () => {
    const run = runOf(3);
    for (const ms of [30, 10, 20]) add(run, 0, round(ms));
    const [timing] = run.result("aborted").timings;
    expect(timing).toMatchObject({ label: "a", typical: 2 });
    expect(timing && typicalRound(timing).times.transmissionMs?.p50).toBe(20);
    expect(timing?.rounds.map(({ transmissions }) => transmissions.length)).toEqual([0, 0, 2]);
    expect(timing?.rounds.map(({ times }) => times.transmissionMs?.samples)).toEqual([2, 2, 2]);
  });

  it("does not pick a round without times as typical", () => {
    const run = runOf(3);
    for (const times of [[], [10], [20]]) add(run, 0, buildRound(times));
    expect(run.result("failed").timings[0]?.typical).toBe(2);
  });

  it("compares each timing with the first", () => {
    const run = runOf(6);
    for (let block = 0; block < 6; block++) {
      add(run, 0, round(10 + block, { block }));
      add(run, 1, round(20 + 2 * block, { block, place: 1 }));
    }
    const result = run.result();
    expect(result).toMatchObject({
      status: "completed",
      comparisons: [
        { label: "b", to: "a", by: "transmission", decides: true, rounds: 6, verdict: "slower" },
        { label: "b", to: "a", by: "service", decides: false, rounds: 6 },
        { label: "b", to: "a", by: "throughput", decides: false, rounds: 6 },
      ],
    });
    expect(result.comparisons[0]?.ratio).toBeCloseTo(2, 6);
    expect(parseResult(JSON.stringify(result))).toEqual(result);
  });

  it("compares with the reference, by the measure that decides", () => {
    const options = { rounds: 6, reference: "b", decideBy: "service", margin: 0.1 } as const;
    const adapters = [memory({ label: "a" }), memory({ label: "b" })];
    const run = new Run(checkOptions({ adapters, payload: { sizeBytes: 1_000 }, ...options }));
    for (let block = 0; block < 6; block++) {
      const { times } = round(10 + block);
      add(run, 0, round(10 + block, { block }));
      add(
        run,
        1,
        round(10 + block, { block, place: 1, times: { ...times, serviceMs: summarize([200 + block]) } }),
      );
    }
    const { comparisons, settings } = run.result();
    expect(settings).toMatchObject(options);
    expect(comparisons[0]).toMatchObject({ label: "a", to: "b", by: "transmission", verdict: "undecided" });
    expect(comparisons[1]).toMatchObject({ by: "service", decides: true, verdict: "faster" });
    expect(comparisons[1]?.high).toBeLessThan(0.1);
  });

  it("has enough rounds at a look of the rule, and compares with the share of that look", () => {
    const rounds = { min: 7, max: 30, until: 0.02 };
    const adapters = [memory({ label: "a" }), memory({ label: "b" })];
    const run = new Run(checkOptions({ adapters, payload: { sizeBytes: 1_000 }, rounds }));
    const fixed = runOf(10);
    const enough: number[] = [];
    for (let block = 0; block < 10; block++) {
      for (const one of [run, fixed]) {
        add(one, 0, round(10, { block }));
        add(one, 1, round(20 + block, { block, place: 1 }));
      }
      if (run.enough(block + 1)) enough.push(block + 1);
    }
    expect(enough).toEqual([9]);
    const { settings, status, comparisons } = run.result();
    expect(status).toBe("completed");
    expect(settings).toMatchObject({ rounds: 10, roundsRule: rounds });
    // The same rounds show less if the run might have ended earlier.
    const [ruled, plain] = [comparisons[0], fixed.result().comparisons[0]];
    expect(ruled).toMatchObject({ rounds: 10, verdict: "slower", confidence: 0.95 });
    expect(ruled?.pValue).toBeGreaterThan(plain?.pValue as number);
    expect(ruled?.low).toBeLessThan(plain?.low as number);
    expect(ruled?.high).toBeGreaterThan(plain?.high as number);
  });

  it("decides nothing with too few rounds", () => {
    const run = runOf(3);
    for (let block = 0; block < 3; block++) {
      add(run, 0, round(10, { block }));
      add(run, 1, round(20, { block, place: 1 }));
    }
    const { comparisons } = run.result();
    expect(comparisons).toHaveLength(3);
    for (const { verdict, low, high } of comparisons) {
      expect([verdict, low, high]).toEqual(["undecided", null, null]);
    }
  });

  it.each(["failed", "dropped", "lost", "undelivered", "duplicated", "damaged"] as const)(
    "does not compare an adapter of which a payload was %s, and compares the others",
    (fault) => {
      const adapters = ["a", "b", "c"].map((label) => memory({ label }));
      const run = new Run(checkOptions({ adapters, payload: { sizeBytes: 1_000 }, rounds: 7 }));
      for (let block = 0; block < 7; block++) {
        const { counts } = round(1);
        add(run, 0, round(10, { block }));
        add(run, 1, round(5, { block, counts: block === 3 ? { ...counts, [fault]: 1 } : counts }));
        add(run, 2, round(20, { block }));
      }
      const code = fault === "dropped" ? "DROPPED" : "NOT_WHOLE";
      const { status, comparisons } = run.result();
      expect(status).toBe("failed");
      expect(comparisons.filter(({ decides }) => decides)).toMatchObject([
        { label: "b", verdict: "invalid", ratio: null, reason: { code } },
        { label: "c", verdict: "slower", reason: null },
      ]);
    },
  );

  it("compares nothing if the caller aborted the run, because the caller may have liked the numbers", () => {
    const run = runOf(20);
    for (let block = 0; block < 8; block++) {
      add(run, 0, round(10, { block }));
      add(run, 1, round(20, { block }));
    }
    expect(run.result("aborted").comparisons).toEqual([]);
    expect(run.result("failed").comparisons[0]).toMatchObject({ rounds: 8, verdict: "slower" });
  });

  it("fails a run without the final report of the receiver", () => {
    const run = runOf(1);
    const { counts } = round(1);
    add(run, 0, round(10));
    add(run, 1, round(10, { counts: { ...counts, lost: null, damaged: null } }));
    expect(run.result().status).toBe("failed");
  });

  it("names the adapters that were not measured if the run ended early", () => {
    const run = runOf(2);
    add(run, 1, round(10));
    expect(run.result("aborted")).toMatchObject({
      status: "aborted",
      timings: [{ label: "b" }],
      notRun: ["a"],
      comparisons: [],
    });
    expect(run.result().status).toBe("failed");
  });

  it("emits each round and its warnings, and a timing once all of its rounds are complete", () => {
    const seen: string[] = [];
    const run = runOf(2, {
      warning: ({ label, warning }) => seen.push(`${label} ${warning.code}`),
      round: ({ label, round: number, of, index }) => seen.push(`${label} ${index}: ${number} of ${of}`),
      timing: ({ label, timing }) => seen.push(`${label} has ${timing.rounds.length}`),
    });
    add(run, 1, round(10, { warnings: [{ code: "LATE_REPLIES", message: "late" }] }));
    add(run, 0, round(10));
    add(run, 1, round(10));
    expect(seen).toEqual(["b LATE_REPLIES", "b 1: 0 of 2", "a 0: 0 of 2", "b 1: 1 of 2", "b has 2"]);
  });
});
