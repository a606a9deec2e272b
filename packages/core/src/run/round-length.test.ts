import { describe, expect, it } from "vitest";
import { buildRound } from "../fixtures/build-result.js";
import type { RoundResult, Slice } from "../result/result.js";
import { bestSlices, RoundLength } from "./round-length.js";

const costs = {
  sliceVariance: 0.01,
  blockVariance: 0.011,
  slices: 10,
  overheadMs: 2_000,
  sliceMs: 100,
  mostMs: Number.POSITIVE_INFINITY,
};

describe("bestSlices", () => {
  it("is the optimum of variance times cost", () => {
    const ofProcesses = costs.blockVariance - ((Math.PI / 2) * costs.sliceVariance) / costs.slices;
    const product = (slices: number) =>
      (ofProcesses + ((Math.PI / 2) * costs.sliceVariance) / slices) *
      (costs.overheadMs + slices * costs.sliceMs);
    const best = bestSlices(costs);
    for (let slices = 5; slices <= 50; slices++) {
      expect(product(best)).toBeLessThanOrEqual(product(slices) * 1.0001);
    }
  });

  it("leaves time for other blocks", () => {
    const many = { ...costs, blockVariance: 0.001 };
    expect(bestSlices({ ...many, mostMs: 3_000 })).toBe(10);
    expect(bestSlices({ ...many, mostMs: 1_000 })).toBe(5);
  });

  it("takes few slices if the processes differ, and many if they do not", () => {
    expect(bestSlices({ ...costs, blockVariance: 1 })).toBe(5);
    expect(bestSlices({ ...costs, blockVariance: 0.001 })).toBe(50);
    expect(bestSlices({ ...costs, blockVariance: Number.NaN })).toBe(50);
  });
});

/** A round whose slices have these medians. */
function sliced(...medians: number[]): RoundResult {
  const slices = medians.map((serviceMs, place): Slice => {
    const none = { encodeMs: null, transportMs: null, decodeMs: null, responseMs: null, slipMs: null };
    const acknowledgedPerSecond = null;
    return {
      place,
      acknowledged: 1,
      medians: { ...none, transmissionMs: null, serviceMs },
      acknowledgedPerSecond,
    };
  });
  return buildRound([1], { slices });
}

describe("RoundLength", () => {
  it("changes only after some blocks, by what they showed", () => {
    const length = new RoundLength(600_000, 2, null);
    // The processes of each block differ by a factor of two, the slices of a block hardly.
    const reference = [sliced(1, 1.01), sliced(1, 1.01), sliced(1, 1.01)];
    const other = [sliced(2, 2), sliced(1, 1), sliced(4, 4)];
    const time = { blockMs: 2_000, measuredMs: 1_000 };
    length.learn(time, [reference.slice(0, 1), other.slice(0, 1)]);
    length.learn(time, [reference.slice(0, 2), other.slice(0, 2)]);
    expect(length.durationMs).toBe(500);
    length.learn(time, [reference, other]);
    // From two slices to the fewest, five.
    expect(length.durationMs).toBe(1_250);
    // The next choice only looks at the rounds of that length: five slices stay five.
    const five = (factor: number) => sliced(...[1, 1.01, 1, 1.01, 1].map((ms) => factor * ms));
    for (const factor of [2, 1, 4]) {
      reference.push(five(1));
      other.push(five(factor));
      length.learn(time, [reference, other]);
    }
    expect(length.durationMs).toBe(1_250);
  });

  it("begins shorter with a short budget or with many adapters", () => {
    expect(new RoundLength(120_000, 2, null).durationMs).toBe(500);
    expect(new RoundLength(12_000, 2, null).durationMs).toBe(150);
    expect(new RoundLength(12_000, 9, null).durationMs).toBe(100);
    expect(new RoundLength(12_000, 2, 320).durationMs).toBe(320);
  });

  it("stays if the rounds have no slices", () => {
    const length = new RoundLength(600_000, 2, null);
    const rounds = [[buildRound([1])], [buildRound([2])]];
    for (let block = 0; block < 12; block++) length.learn({ blockMs: 10, measuredMs: 5 }, rounds);
    expect(length.durationMs).toBe(500);
  });
});
