import { describe, expect, it } from "vitest";
import type { Adapter } from "../adapter/contract.js";
import chaos from "../fixtures/chaos-adapter.js";
import type { RoundResult } from "../result/result.js";
import { explain } from "../verdict/why/explain.js";
import type { Explanation } from "../verdict/why/explanation.js";
import { compared, timingOf } from "../verdict/why/fixtures/build-pair.js";
import { MOST_PROBES, type ProbedRun, probe } from "./probes.js";

/** A is 4 ms slower than B. */
const [explanation] = explain(
  [timingOf("A", { transportMs: 5 }, 0), timingOf("B", {}, 1)],
  [compared("transmission", "slower")],
) as [Explanation];

const slow = chaos({ label: "A", stallMs: 5, smallWrites: true });
const fast = chaos({ label: "B" });

/** A run whose adapters take 5 ms, or 1 ms if the option is as wanted. */
function probedRun(more: Partial<ProbedRun> = {}) {
  const asked: { labels: string[]; blocks: number }[] = [];
  const measure = async (adapters: readonly Adapter[], blocks: number): Promise<RoundResult[][]> => {
    asked.push({ labels: adapters.map(({ label }) => label), blocks });
    return adapters.map(({ options }, row) => {
      const transportMs = options.stallMs === 0 ? 1 : 5;
      return [...timingOf("x", { transportMs }, row, blocks).rounds];
    });
  };
  const run = { explanations: [explanation], adapters: [slow, fast], measure, isOver: () => false };
  return { asked, run: { ...run, ...more } };
}

describe("probe", () => {
  it("tries each setting of the faster adapter side by side, and names the one that saves time", async () => {
    const { run, asked } = probedRun();
    const [found] = await probe(run);
    expect(found?.probes).toMatchObject([
      { label: "A", setting: "options.stallMs", from: 5, tried: 0, origin: "faster", significant: true },
      { label: "A", setting: "options.smallWrites", from: true, tried: false, significant: false },
    ]);
    const [saves, other] = found?.probes ?? [];
    expect(saves?.savesMs).toBeCloseTo(4, 0);
    expect(saves?.share).toBeCloseTo(1, 1);
    expect(other?.share).toBeLessThan(0.1);
    expect(found?.causes).toMatchObject([
      {
        code: "SETTING",
        basis: "probe",
        part: "transport",
        setting: { setting: "options.stallMs", value: 5, toValue: 0 },
      },
    ]);
    // Six rounds can show that one of two saves time.
    expect(asked.map(({ labels, blocks }) => [labels[0], labels.length, blocks])).toEqual([
      ["A", 2, 6],
      ["A", 2, 6],
    ]);
  });

  it("has values of this timing first, also if the other one is slower", async () => {
    const turned = explain(
      [timingOf("A", {}, 0), timingOf("B", { transportMs: 5 }, 1)],
      [compared("transmission", "faster")],
    );
    const adapters = [chaos({ label: "A" }), chaos({ label: "B", stallMs: 5, smallWrites: true })];
    const [found] = await probe(probedRun({ explanations: turned, adapters }).run);
    expect(found?.causes[0]?.setting).toEqual({ setting: "options.stallMs", value: 0, toValue: 5 });
  });

  it("tries at most four settings, those of the largest difference first", async () => {
    const many = chaos({
      label: "A",
      stallMs: 5,
      smallWrites: true,
      killAt: 9_999,
      hangAt: 9_999,
      stallAt: 9_999,
    });
    const small = { ...explanation, label: "C", ms: 0.1, slower: "C" };
    const { run, asked } = probedRun({
      explanations: [small, explanation],
      adapters: [many, fast, { ...slow, label: "C" }],
    });
    const [second, first] = await probe(run);
    expect(first?.probes).toHaveLength(MOST_PROBES);
    expect(second?.probes).toEqual([]);
    expect(asked.map(({ labels }) => labels[0])).toEqual(["A", "A", "A", "A"]);
  });

  it("does not try what is known, what is the same, or what is not slower", async () => {
    const known = { ...explanation, causes: explanation.causes, slower: null };
    const { run, asked } = probedRun({ explanations: [known] });
    expect(await probe(run)).toEqual([known]);
    const same = probedRun({ adapters: [chaos({ label: "A" }), fast] });
    expect(await probe(same.run)).toEqual([explanation]);
    const only = explain(
      [
        timingOf("A", { transportMs: 5, adapter: { name: "chaos", options: slow.options } }, 0),
        timingOf("B", { adapter: { name: "chaos", options: { ...slow.options, stallMs: 0 } } }, 1),
      ],
      [compared("transmission", "slower")],
    );
    expect(only[0]?.causes).toMatchObject([{ basis: "only-difference" }]);
    const adapters = [slow, { ...fast, options: { ...slow.options, stallMs: 0 } }];
    expect(await probe(probedRun({ explanations: only, adapters }).run)).toEqual(only);
    expect([...asked, ...same.asked]).toEqual([]);
  });

  it("says why a setting could not be tried, and names no cause", async () => {
    const failing = probedRun({ measure: () => Promise.reject(new Error("it did not start")) });
    const late = probedRun({ isOver: () => true });
    const short = probedRun({
      measure: async (adapters) => adapters.map((_, row) => timingOf("x", {}, row, 3).rounds),
    });
    for (const { run } of [failing, late, short]) {
      const [found] = await probe(run);
      expect(found?.causes).toEqual([]);
      for (const { savesMs, significant, failure } of found?.probes ?? []) {
        expect({ savesMs, significant }).toEqual({ savesMs: null, significant: false });
        expect(failure).not.toBeNull();
      }
    }
    const [{ probes } = explanation] = await probe(failing.run);
    expect(probes[0]?.failure).toBe("it did not start");
    expect(late.asked).toEqual([]);
  });
});
