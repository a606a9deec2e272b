import { describe, expect, it } from "vitest";
import type { BenchmarkHandlers } from "../events/events.js";
import { buildRound } from "../fixtures/build-result.js";
import { checkOptions } from "../options/benchmark-options.js";
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

/** A round with two transmissions of this time. */
function round(ms: number, more: Partial<RoundResult> = {}): RoundResult {
  return buildRound([ms, ms], more);
}

describe("Run", () => {
  it("picks the round with the middle median as typical, and lists only its transmissions", () => {
    const run = runOf(3);
    for (const ms of [30, 10, 20]) run.add(0, round(ms));
    const [timing] = run.result("aborted").timings;
    expect(timing).toMatchObject({ label: "a", typical: 2 });
    expect(timing && typicalRound(timing).times.transmissionMs?.p50).toBe(20);
    expect(timing?.rounds.map(({ transmissions }) => transmissions.length)).toEqual([0, 0, 2]);
    expect(timing?.rounds.map(({ times }) => times.transmissionMs?.samples)).toEqual([2, 2, 2]);
  });

  it("does not pick a round without times as typical", () => {
    const run = runOf(3);
    for (const times of [[], [10], [20]]) run.add(0, buildRound(times));
    expect(run.result("failed").timings[0]?.typical).toBe(2);
  });

  it("compares each timing with the first", () => {
    const run = runOf(6);
    for (let block = 0; block < 6; block++) {
      run.add(0, round(10 + block, { block }));
      run.add(1, round(20 + 2 * block, { block, place: 1 }));
    }
    const result = run.result();
    expect(result).toMatchObject({
      status: "completed",
      comparisons: [
        { label: "b", to: "a", of: "transmissionMs", rounds: 6, verdict: "slower" },
        { label: "b", to: "a", of: "serviceMs", rounds: 6, verdict: "slower" },
      ],
    });
    expect(result.comparisons[0]?.ratio).toBeCloseTo(2, 6);
    expect(parseResult(JSON.stringify(result))).toEqual(result);
  });

  it("compares by the service time, too, because a slow reply only shows there", () => {
    const run = runOf(6);
    for (let block = 0; block < 6; block++) {
      const { times } = round(10 + block);
      run.add(0, round(10 + block, { block }));
      run.add(
        1,
        round(10 + block, { block, place: 1, times: { ...times, serviceMs: summarize([200 + block]) } }),
      );
    }
    const [transmission, service] = run.result().comparisons;
    expect(transmission).toMatchObject({ of: "transmissionMs", ratio: 1, verdict: "no-difference-shown" });
    expect(service).toMatchObject({ of: "serviceMs", verdict: "slower" });
    expect(service?.low).toBeGreaterThan(10);
  });

  it("shows no difference with too few rounds", () => {
    const run = runOf(3);
    for (let block = 0; block < 3; block++) {
      run.add(0, round(10, { block }));
      run.add(1, round(20, { block, place: 1 }));
    }
    const { comparisons } = run.result();
    expect(comparisons.map(({ verdict }) => verdict)).toEqual(["too-few-rounds", "too-few-rounds"]);
  });

  it.each(["failed", "dropped", "lost", "undelivered", "duplicated", "damaged"] as const)(
    "compares nothing if a payload was %s",
    (fault) => {
      const run = runOf(6);
      for (let block = 0; block < 6; block++) {
        const { counts } = round(1);
        run.add(0, round(10, { block }));
        run.add(1, round(20, { block, counts: block === 3 ? { ...counts, [fault]: 1 } : counts }));
      }
      expect(run.result()).toMatchObject({ status: "failed", comparisons: [] });
    },
  );

  it("fails a run without the final report of the receiver", () => {
    const run = runOf(1);
    const { counts } = round(1);
    run.add(0, round(10));
    run.add(1, round(10, { counts: { ...counts, lost: null, damaged: null } }));
    expect(run.result().status).toBe("failed");
  });

  it("names the adapters that were not measured if the run ended early", () => {
    const run = runOf(2);
    run.add(1, round(10));
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
    run.add(1, round(10, { warnings: [{ code: "LATE_REPLIES", message: "late" }] }));
    run.add(0, round(10));
    run.add(1, round(10));
    expect(seen).toEqual(["b LATE_REPLIES", "b 1: 0 of 2", "a 0: 0 of 2", "b 1: 1 of 2", "b has 2"]);
  });
});
