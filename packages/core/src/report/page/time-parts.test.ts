import { describe, expect, it } from "vitest";
import { buildResult, buildRound, buildTiming } from "../../fixtures/build-result.js";
import type { RoundResult } from "../../result/result.js";
import { timePartsOf } from "./time-parts.js";

const partsOf = (more: Partial<RoundResult>) =>
  timePartsOf(buildResult([buildTiming("a", buildRound([1, 1], more))])).map(({ parts }) =>
    parts.map(({ name, text }) => `${name} ${text}`),
  );
const { times } = buildRound([1, 1]);

describe("timePartsOf", () => {
  it("has encode, transport, decode and reply", () => {
    expect(partsOf({})).toEqual([["encode 0.010", "transport 0.970", "decode 0.020", "reply 0.100"]]);
  });

  it("begins with the sender's lateness if the load is scheduled", () => {
    expect(partsOf({ times: { ...times, responseMs: times.serviceMs } })).toEqual([
      ["lateness 0.001", "encode 0.010", "transport 0.970", "decode 0.020", "reply 0.100"],
    ]);
  });

  it("has no reply if the clocks of the two ends are not related", () => {
    const estimate = { halfRoundTripMs: 0.2, offsetMs: null, errorMs: null };
    expect(partsOf({ clock: { kind: "ack-derived", because: "test", ...estimate } })).toEqual([
      ["encode 0.010", "transport 0.970", "decode 0.020"],
    ]);
  });

  it("leaves out a timing without times", () => {
    expect(partsOf({ times: { ...times, transportMs: null } })).toEqual([]);
  });
});
