import { describe, expect, it } from "vitest";
import type { Load, Stage } from "../load/load.js";
import { refusal } from "./fixtures/refusal.js";
import { checkLoad, type LoadOption } from "./load-option.js";

const stages = (...list: Stage[]): LoadOption => ({ kind: "stages", stages: list });
const ramp = (from: number, to: number): Stage => ({ ratePerSecond: { from, to }, durationMs: 5 });

describe("checkLoad", () => {
  it.each<[LoadOption, number, Load]>([
    [
      { kind: "closed-loop", durationMs: 500 },
      4,
      { kind: "closed-loop", concurrency: 4, thinkTimeMs: 0, count: null, durationMs: 500 },
    ],
    [
      { kind: "closed-loop", concurrency: 9, thinkTimeMs: 0.5, count: 3 },
      4,
      { kind: "closed-loop", concurrency: 9, thinkTimeMs: 0.5, count: 3, durationMs: null },
    ],
    [
      { kind: "constant-rate", ratePerSecond: 0.001, count: 30 },
      1,
      { kind: "constant-rate", ratePerSecond: 0.001, count: 30, durationMs: null },
    ],
    [
      { kind: "poisson", ratePerSecond: 5, durationMs: 30 },
      1,
      { kind: "poisson", ratePerSecond: 5, seed: 1, count: null, durationMs: 30 },
    ],
    [
      { kind: "poisson", ratePerSecond: 5, durationMs: 30, seed: -7 },
      1,
      { kind: "poisson", ratePerSecond: 5, seed: -7, count: null, durationMs: 30 },
    ],
    [stages(ramp(0, 5)), 1, { kind: "stages", stages: [ramp(0, 5)], count: null }],
    [
      { kind: "stages", stages: [{ ratePerSecond: 5, durationMs: 1 }, ramp(5, 0)], count: 9 },
      1,
      { kind: "stages", stages: [{ ratePerSecond: 5, durationMs: 1 }, ramp(5, 0)], count: 9 },
    ],
  ])("fills in defaults of %j over %i connections", (option, connections, expected) => {
    expect(checkLoad(option, connections)).toEqual(expected);
  });

  it("accepts its own output", () => {
    const load = checkLoad({ kind: "poisson", ratePerSecond: 5, durationMs: 30 }, 1);
    const { count: _, ...option } = load as Extract<Load, { kind: "poisson" }>;
    expect(checkLoad(option, 1)).toEqual(load);
  });

  const rate = { kind: "constant-rate", ratePerSecond: 5 };
  it.each<[unknown, string]>([
    ["fast", "load"],
    [undefined, "load"],
    [[], "load"],
    [{}, "load.kind"],
    [{ kind: "open" }, "load.kind"],
    [{ kind: "constructor" }, "load.kind"],
    [rate, "load"],
    [{ ...rate, count: 1, durationMs: 1 }, "load"],
    [{ ...rate, count: null }, "load.count"],
    [{ ...rate, count: 0 }, "load.count"],
    [{ ...rate, durationMs: 0 }, "load.durationMs"],
    [{ kind: "constant-rate", count: 1 }, "load.ratePerSecond"],
    [{ ...rate, ratePerSecond: 0, count: 1 }, "load.ratePerSecond"],
    [{ ...rate, ratePerSecond: 1e7, count: 1 }, "load.ratePerSecond"],
    [{ ...rate, rate: 5, count: 1 }, "rate"],
    [{ kind: "poisson", ratePerSecond: 5, seed: 0.5, count: 1 }, "load.seed"],
    [{ kind: "closed-loop", concurrency: 3, count: 1 }, "load.concurrency"],
    [{ kind: "closed-loop", concurrency: 10_001, count: 1 }, "load.concurrency"],
    [{ kind: "closed-loop", thinkTimeMs: -1, count: 1 }, "load.thinkTimeMs"],
    [{ kind: "closed-loop" }, "load"],
    [{ kind: "stages" }, "load.stages"],
    [{ kind: "stages", stages: [] }, "load.stages"],
    [{ kind: "stages", stages: [{ ratePerSecond: 5 }] }, "load.stages[0].durationMs"],
    [stages(ramp(0, 0)), "load.stages[0].ratePerSecond"],
    [
      {
        kind: "stages",
        stages: [
          { ratePerSecond: 5, durationMs: 5 },
          { ratePerSecond: { from: 1 }, durationMs: 5 },
        ],
      },
      "load.stages[1].ratePerSecond.to",
    ],
    [{ kind: "stages", stages: [ramp(1, 2)], durationMs: 5 }, "durationMs"],
  ])("refuses %j over four connections", (option, name) => {
    expect(refusal(() => checkLoad(option, 4))).toContain(`\`${name}\``);
  });
});
