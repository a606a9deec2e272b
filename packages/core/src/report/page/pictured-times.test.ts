import { describe, expect, it } from "vitest";
import { buildResult, buildRound, buildTiming } from "../../fixtures/build-result.js";
import type { Load } from "../../load/load.js";
import type { Measure, Times } from "../../result/result.js";
import { picturedRounds, picturedTimes } from "./pictured-times.js";

const rate: Load = { kind: "constant-rate", ratePerSecond: 10, count: 2, durationMs: null };

/** The times of a run that has some of them. */
function timesOf(decideBy: Measure, without: readonly (keyof Times)[], load?: Load): string[] {
  const round = buildRound([1, 2]);
  const times = {
    ...round.times,
    ...(load ? { responseMs: round.times.serviceMs } : {}),
    ...Object.fromEntries(without.map((time) => [time, null])),
  };
  const timing = buildTiming("a", { ...round, times }, load ? { load } : {});
  return picturedTimes(buildResult([timing], { settings: { decideBy } })).map(({ time }) => time);
}

describe("picturedTimes", () => {
  it.each<[Measure, Load | undefined, string[]]>([
    ["transmission", undefined, ["transmissionMs"]],
    ["service", undefined, ["serviceMs"]],
    ["p99", undefined, ["transmissionMs"]],
    ["cpu", undefined, ["transmissionMs"]],
    ["throughput", undefined, ["transmissionMs"]],
    ["response", rate, ["responseMs", "serviceMs"]],
    ["p99", rate, ["responseMs", "serviceMs"]],
    ["bytes", rate, ["responseMs", "serviceMs"]],
    ["service", rate, ["serviceMs"]],
    ["transmission", rate, ["transmissionMs", "serviceMs"]],
  ])("of a run that decides by %s", (decideBy, load, expected) => {
    expect(timesOf(decideBy, [], load)).toEqual(expected);
  });

  it("are others if no round has the one that decides", () => {
    expect(timesOf("transmission", ["transmissionMs"])).toEqual(["serviceMs"]);
    expect(timesOf("transmission", ["transmissionMs", "serviceMs"])).toEqual([]);
  });

  it("have names and meanings", () => {
    const [time] = picturedTimes(buildResult([buildTiming("a", buildRound([1]))]));
    expect(time).toEqual({
      time: "transmissionMs",
      name: "transmission time",
      meaning: "until the receiver has the payload",
    });
  });
});

describe("picturedRounds", () => {
  it("say what each round lacks", () => {
    const round = buildRound([1, 2]);
    const timing = buildTiming("a", [
      round,
      { ...round, block: 1, status: "failed", counts: { ...round.counts, failed: 1_234, lost: 2 } },
      { ...round, block: 2, counts: { ...round.counts, damaged: null } },
      { ...round, block: 3, counts: { ...round.counts, sent: 0, acknowledged: 0 } },
    ]);
    const [{ label, rounds } = { label: "", rounds: [] }] = picturedRounds(buildResult([timing]));
    expect(label).toBe("a");
    expect(rounds.map(({ faults }) => faults)).toEqual([
      "",
      "ended early, 1,234 failed, 2 lost",
      "the receiver did not report what arrived",
      "nothing was due",
    ]);
    expect(rounds[0]?.round).toBe(timing.rounds[0]);
  });
});
