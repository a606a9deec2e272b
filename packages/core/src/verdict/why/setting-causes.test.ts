import { describe, expect, it } from "vitest";
import { buildEnd } from "../../fixtures/build-result.js";
import { explain } from "./explain.js";
import { timingOf } from "./fixtures/build-pair.js";
import { codes, SLOWER, why, ws } from "./fixtures/explained.js";

describe("a setting", () => {
  const slow = { transportMs: 5 };

  it("is the cause if the two differ in nothing else", () => {
    const push = why({ ...slow, adapter: ws({}, { direction: "push" }) }, { adapter: ws() });
    expect(push.causes).toMatchObject([
      { code: "SETTING", basis: "only-difference", setting: { setting: "direction", value: "push" } },
    ]);
    const nested = { threshold: 1, level: 2 };
    const turned = { level: 2, threshold: 1 };
    const window = why(
      { ...slow, adapter: ws({ windowBytes: 65_535, deflate: nested }) },
      { adapter: ws({ windowBytes: 1e6, deflate: turned }) },
    );
    expect(window.causes).toMatchObject([{ code: "SETTING", setting: { setting: "options.windowBytes" } }]);
  });

  it("is encryption, with its CPU time", () => {
    const tls = why(
      { ...slow, sender: { cpuMsPerPayload: 3 }, adapter: ws({}, { encryption: "local" }) },
      { adapter: ws() },
    );
    expect(codes(tls)).toEqual(["SETTING", "ENCRYPTION", "CPU"]);
    // Two protocols use CPU time for many other reasons.
    const other = why(
      { ...slow, sender: { cpuMsPerPayload: 3 }, adapter: ws({}, { encryption: "local" }) },
      { adapter: ws({}, { name: "grpc" }) },
    );
    expect(codes(other)).toEqual(["CPU"]);
  });

  it("is only a difference if there are several, or if the protocols differ", () => {
    const several = why(
      { ...slow, adapter: ws({ coalesce: false, noDelay: true }) },
      { adapter: ws({ coalesce: true, noDelay: false }) },
    );
    expect(codes(several)).toEqual([]);
    expect(several.differsIn.map(({ setting }) => setting)).toEqual(["options.coalesce", "options.noDelay"]);
    const protocols = why(
      { ...slow, adapter: ws({ noDelay: true, mask: "random" }) },
      { adapter: { ...ws({ noDelay: false, windowBytes: 1 }), name: "grpc" } },
    );
    expect(codes(protocols)).toEqual([]);
    expect(protocols.differsIn).toEqual([{ setting: "options.noDelay", value: true, toValue: false }]);
  });

  it("in effect is a difference only if it is the same in every round", () => {
    const end = (window: number) => ({ senderEnd: { settings: { window } }, adapter: ws() });
    const [a, b] = [timingOf("A", { ...slow, ...end(1) }, 0), timingOf("B", end(2), 1)];
    const [explanation] = explain([a, b], SLOWER);
    expect(explanation).toMatchObject({
      causes: [],
      differsIn: [{ setting: "sender.settings.window", value: 1, toValue: 2 }],
    });
    const rounds = a.rounds.map((round, block) => ({
      ...round,
      ends: { ...round.ends, senders: [buildEnd({ settings: { window: block } })] },
    }));
    expect(explain([{ ...a, rounds }, b], SLOWER)[0]?.differsIn).toEqual([]);
  });
});
