import { describe, expect, it } from "vitest";
import { VARIANTS } from "../cells/variants.js";
import { UsageError } from "../command-line.js";
import { judgePairs } from "../results/make-results.js";
import { fewPairTargets, PAIR_TARGETS, pairsOf } from "../targets/pair-targets.js";
import { firstSlicesTable } from "./first-slices.js";
import { type PairBlock, turnsOf } from "./measure-pair.js";
import { PairRounds, pairedBlocks } from "./pair-rounds.js";
import pairs from "./pairs.js";
import { loopNameOf, loopOf, PAIR_KINDS } from "./plan.js";

/** A block in which core takes `times` as long as the loop, while the machine becomes slower from slice to slice. */
function blockOf(times: number): PairBlock {
  const drift = [1, 2, 3, 40];
  const loop = { ratesFromStart: [], transmissionMs: drift, cpuUsPerMessage: [10], faults: [0.1] };
  const core = {
    ratesFromStart: [],
    transmissionMs: drift.map((one) => one * times),
    cpuUsPerMessage: [10 * times],
    faults: [0.9],
  };
  return { core, again: { ...core, cpuUsPerMessage: [11 * times] }, loop };
}

describe("the loop's turns", () => {
  it("are at the same place in each slice of a block, and at another one in the next block", () => {
    expect([6, 7, 8].map((block) => turnsOf(3, block))).toEqual([
      [0, 2, 4],
      [1, 3, 5],
      [2, 4, 6],
    ]);
  });
});

describe("the ratios of a block", () => {
  it("are those of slices that were sent together", () => {
    const { toLoop, core, toItself } = pairedBlocks([blockOf(1.5), blockOf(2)], "transmissionMs");
    expect(toLoop).toEqual([1.5, 2]);
    expect(core).toEqual([3.75, 5]);
    expect(toItself).toEqual([1, 1]);
  });

  it("leave out a slice that is too short for a number", () => {
    const { core, again, loop } = blockOf(2);
    const cut = { ...core, transmissionMs: [null, 4, 6, null] };
    expect(pairedBlocks([{ core: cut, again, loop }], "transmissionMs").toLoop).toEqual([2]);
  });

  it("compare the processor's time of whole blocks, and do not see page faults below one", () => {
    // Both runs of core are compared with the loop: 2 and 2.2.
    expect(pairedBlocks([blockOf(2)], "cpuUsPerMessage")).toMatchObject({ toLoop: [2.1], toItself: [1.1] });
    expect(pairedBlocks([blockOf(2)], "faults").toLoop).toEqual([1]);
  });
});

describe("the first slices", () => {
  it("are shown over the later ones, of core and of the loop", () => {
    const later = Array.from({ length: 5 }, () => 100);
    const side = (...first: (number | null)[]) => ({ ratesFromStart: [...first, ...later] });
    const block = {
      core: side(90, null, 95, 100, 100, 100),
      again: side(110, null, 95, 100, 100, 100),
      loop: side(50, 80, 90, 100, 100, 100),
    };
    expect(firstSlicesTable([["ws", [block, block]]]).rows).toEqual([
      ["ws", "core", "1.00", "-", "0.950", "1.00", "1.00", "1.00"],
      ["ws", "loop", "0.500", "0.800", "0.900", "1.00", "1.00", "1.00"],
    ]);
    expect(firstSlicesTable([["ws", []]]).rows[0]).toEqual(["ws", "core", ...Array(6).fill("-")]);
  });
});

describe("the targets of pairs", () => {
  it("are judged by the ratios over all blocks", () => {
    const rounds = new PairRounds();
    const target = PAIR_TARGETS.find(({ metric }) => metric === "cpuUsPerMessage");
    if (target === undefined) throw new Error("no target");
    const about = { settings: {}, libraries: { ws: "8" } };
    for (let run = 0; run < 3; run++) rounds.add(target.pair, [blockOf(1.01), blockOf(1.02)], about);
    const results = rounds.results(pairsOf(PAIR_TARGETS));
    expect(results.map(({ name }) => name)).toEqual([target.pair.name]);
    const [judged] = judgePairs([target], results);
    expect(judged).toMatchObject({ rounds: 6, a: target.pair.name, unit: "ratio" });
    expect(judged?.value).toBeCloseTo(1.015 * 1.05, 3);
    expect(judgePairs(PAIR_TARGETS, []).every(({ verdict }) => verdict === "not measured")).toBe(true);
  });

  it("have each pair once, and a smoke run has each loop once", () => {
    const names = pairsOf(PAIR_TARGETS).map(({ name }) => name);
    expect(names).toHaveLength(PAIR_KINDS.length * 4 + 2);
    expect(new Set(names).size).toBe(names.length);
    const few = pairsOf(fewPairTargets(PAIR_TARGETS));
    const [comparing, plain] = [true, false].map((compares) =>
      few.filter((plan) => loopOf(plan).compares === compares).map(({ handWritten }) => handWritten),
    );
    expect(plain?.sort()).toEqual(PAIR_KINDS.map(({ handWritten }) => handWritten).sort());
    expect(comparing).toHaveLength(1);
  });

  it("name a loop that compares payloads, and only tcp and ws have one", () => {
    const comparing = pairsOf(PAIR_TARGETS).filter(({ compares }) => compares);
    expect(comparing.map(loopNameOf)).toEqual([
      "hand-written tcp, 1 MB, loop compares",
      "hand-written ws, 1 MB, loop compares",
    ]);
    expect(comparing.map((plan) => loopOf(plan).library)).toEqual(["tcp", "ws"]);
  });

  it("compare an adapter with a loop that keeps memory if the adapter does", () => {
    for (const plan of pairsOf(PAIR_TARGETS)) {
      expect(VARIANTS[plan.handWritten].by).toBe("hand-written");
      expect(loopOf(plan).keepsMemory).toBe(!plan.variant.startsWith("http"));
    }
  });
});

describe("the command line of `bench pairs`", () => {
  it("refuses to store a part of the pairs, and a name that no pair has", async () => {
    await expect(pairs([], { out: "bench", only: "tcp" }, "")).rejects.toThrow(UsageError);
    await expect(pairs([], { out: "bench", only: "tcp" }, "")).rejects.toThrow("--only");
    await expect(pairs([], { only: "carrier pigeon" }, "")).rejects.toThrow("carrier pigeon");
  });
});
