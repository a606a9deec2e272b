import { describe, expect, it } from "vitest";
import { buildRound } from "../../fixtures/build-result.js";
import { checkNetwork } from "../../options/network-option.js";
import { compared, type Spent } from "./fixtures/build-pair.js";
import { codes, only, why } from "./fixtures/explained.js";

describe("the cause of a pair", () => {
  it("is the encoding of a Buffer as JSON, with 3.6 times the bytes", () => {
    const json = why(
      {
        ...{ encodeMs: 75, decodeMs: 50, transportMs: 3 },
        ...{ frameBytes: 3_570_000, sentBytes: 3_571_000, adapter: { codec: "json-array" } },
        ...{ sender: { cpuMsPerPayload: 78 }, receiver: { cpuMsPerPayload: 53 } },
      },
      { frameBytes: 1_000_008, sentBytes: 1_000_100, transportMs: 0.6 },
    );
    expect(codes(json)).toEqual(["FRAME_BYTES", "ENCODE", "FRAME_BYTES", "DECODE"]);
    expect(json.causes[0]).toMatchObject({ part: "encode", unit: "bytes", slower: 3_570_000 });
    expect((json.causes[0]?.slower ?? 0) / (json.causes[0]?.faster ?? 1)).toBeCloseTo(3.57, 2);
    expect(only(json, "ENCODE")).toMatchObject({ end: "sender", setting: { setting: "codec" } });
  });

  it.each([
    ["encode", "ENCODE", "sender"],
    ["decode", "DECODE", "receiver"],
  ] as const)("is a codec that burns 5 ms in %s", (part, code, end) => {
    const burns = why({ [`${part}Ms`]: 5, [end]: { cpuMsPerPayload: 5.2 } });
    expect(codes(burns)).toEqual([code]);
    expect(burns.causes).toMatchObject([{ part, end, unit: "ms", basis: "measured" }]);
    expect(burns.causes[0]?.slower).toBeCloseTo(5, 0);
  });

  it("is waiting for windows, which takes round trips", () => {
    const timing = { network: checkNetwork("wan") };
    const waiting = why({ transportMs: 300, waits: 7, timing }, { transportMs: 22, timing });
    expect(codes(waiting)).toEqual(["WAITS"]);
    expect(only(waiting, "WAITS")).toMatchObject({ slower: 7, faster: 0, share: 1, end: "sender" });
    // Without a network, what a wait takes is unknown.
    expect(only(why({ transportMs: 6, waits: 24 }), "WAITS").share).toBeNull();
    // One wait does not take 250 ms, and one in ten payloads is chance.
    expect(codes(why({ transportMs: 250, waits: 1 }))).toEqual([]);
    expect(codes(why({ transportMs: 2, waits: 0.1 }))).toEqual([]);
  });

  it("is payloads that wait for each other, if several are in flight and the ends have time left", () => {
    const of = (transportMs: number, rate: number, more: Spent = {}, mostInFlight = 8): Spent => {
      const { counts, totals } = buildRound([1]);
      const round = {
        counts: { ...counts, mostInFlight },
        totals: { ...totals, acknowledgedPerSecond: rate },
      };
      return { transportMs, timing: { network: checkNetwork("wan") }, round, ...more };
    };
    // A request of HTTP/1.1 waits for the answer to the one before: eight in flight take eight round trips.
    const others = of(21, 195);
    const queue = why(of(300, 24.4), others);
    expect(codes(queue)).toEqual(["QUEUE"]);
    expect(only(queue, "QUEUE")).toMatchObject({ part: "transport", unit: "ms", basis: "measured" });
    expect(only(queue, "QUEUE").slower).toBeCloseTo(41, 0);
    expect(only(queue, "QUEUE").share).toBeCloseTo(1, 1);
    // Not with one at a time, without a network, with ends that have much to do, or if windows let it wait.
    expect(codes(why(of(300, 24.4, {}, 1), others))).toEqual([]);
    expect(codes(why(of(300, 24.4, { timing: {} }), { ...others, timing: {} }))).toEqual([]);
    expect(
      codes(why(of(300, 24.4, { receiver: { cpuMsPerPayload: 5 }, sender: { cpuMsPerPayload: 5 } }), others)),
    ).toEqual([]);
    expect(codes(why(of(300, 24.4, { waits: 7 }), others))).toEqual(["WAITS"]);
    // Not if more than one passes in a round trip, or if the other one is nearly as slow.
    expect(codes(why(of(60, 100), others))).toEqual([]);
    expect(codes(why(of(340, 23), of(290, 26)))).toEqual([]);
    // Not if its connections have one each.
    expect(
      codes(why(of(300, 24.4, { timing: { network: checkNetwork("wan"), connections: 8 } }), others)),
    ).toEqual([]);
  });

  it("is masking in JavaScript, if the sender's CPU time supports it", () => {
    const end = (mask: string) => ({ senderEnd: { settings: { mask } } });
    const large = { frameBytes: 1_000_008, sentBytes: 1_000_022 };
    const sender = { cpuMsPerPayload: 4 };
    const masked = { ...large, ...end("javascript"), transportMs: 5, sender };
    const native = { ...large, ...end("bufferutil"), transportMs: 1 };
    expect(codes(why(masked, native))).toEqual(["MASKING", "CPU"]);
    expect(only(why(masked, native), "MASKING").setting).toMatchObject({
      setting: "sender.settings.mask",
      value: "javascript",
    });
    // Both mask in JavaScript, or the CPU time is not there, or a few bytes cannot take that long.
    expect(codes(why(masked, { ...native, ...end("javascript") }))).toEqual(["CPU"]);
    expect(codes(why({ ...masked, sender: {} }, native))).toEqual([]);
    expect(
      codes(
        why(
          { ...masked, frameBytes: 1_008, sentBytes: 1_022 },
          { ...native, frameBytes: 1_008, sentBytes: 1_022 },
        ),
      ),
    ).toEqual(["CPU"]);
  });

  it("is compression, although it sends fewer bytes", () => {
    const large = { frameBytes: 1_000_008 };
    const deflate = { settings: { extensions: "permessage-deflate" } };
    const compressing = why(
      { ...large, sentBytes: 400_000, transportMs: 50, sender: { cpuMsPerPayload: 45 }, senderEnd: deflate },
      { ...large, sentBytes: 1_000_022 },
    );
    expect(codes(compressing)).toEqual(["COMPRESSION", "CPU"]);
  });

  it("is more bytes on the wire, on a network with a rate", () => {
    const timing = { network: checkNetwork({ delayMs: 1, rateMbps: 100 }) };
    const bytes = why(
      { frameBytes: 1_000_008, sentBytes: 1_000_100, transportMs: 82, timing },
      { frameBytes: 1_000_008, sentBytes: 400_000, transportMs: 34, timing },
    );
    expect(codes(bytes)).toEqual(["WIRE_BYTES"]);
    expect(only(bytes, "WIRE_BYTES").share).toBeGreaterThan(0.8);
    // 60 bytes more take no 0.1 ms.
    expect(
      codes(
        why(
          { frameBytes: 108, sentBytes: 170, transportMs: 0.2 },
          { frameBytes: 108, sentBytes: 110, transportMs: 0.1 },
        ),
      ),
    ).toEqual([]);
  });

  it("counts the bytes in the direction of the payloads", () => {
    const push = { adapter: { direction: "push" as const } };
    const timing = { network: checkNetwork({ delayMs: 1, rateMbps: 100 }) };
    // In a push, `upBytes` are those of the replies.
    expect(
      codes(why({ sentBytes: 1e6, transportMs: 82, timing, ...push }, { transportMs: 34, timing, ...push })),
    ).toEqual([]);
  });

  it("is the allocator, with 180 page faults a payload against 30", () => {
    const faulty = (faults: number, more = {}) => ({ sender: { minorFaultsPerPayload: faults, ...more } });
    const allocator = why({ transportMs: 4.4, ...faulty(180) }, { transportMs: 0.6, ...faulty(30) });
    expect(codes(allocator)).toEqual(["PAGE_FAULTS"]);
    expect(only(allocator, "PAGE_FAULTS")).toMatchObject({ end: "sender", slower: 180, faster: 30 });
    // 20 faults do not take 100 ms, and no fault takes time while the kernel works less.
    expect(codes(why({ transportMs: 100, ...faulty(30) }, faulty(5)))).toEqual([]);
    expect(codes(why({ transportMs: 4.4, ...faulty(180) }, faulty(30, { cpuSystemMs: 20 })))).toEqual([]);
    // The kernel worked more, but for too short a time.
    const worked = (cpuSystemMs: number) =>
      codes(why({ transportMs: 4.4, ...faulty(180, { cpuSystemMs }) }, faulty(30, { cpuSystemMs: 1 })));
    expect(worked(3)).toEqual([]);
    expect(worked(20)).toEqual(["PAGE_FAULTS"]);
  });

  it("is a late reply, if the time that differs contains it", () => {
    const service = [compared("transmission", "same"), compared("service", "slower", { decides: false })];
    expect(codes(why({ replyMs: 5 }, {}, service))).toEqual(["REPLY"]);
    // The transmission time ends before the reply.
    expect(codes(why({ replyMs: 5, transportMs: 1.4 }))).toEqual([]);
    // The other one replies late, so this is no reason.
    const slower = [compared("service", "slower")];
    expect(codes(why({ transportMs: 9 }, { replyMs: 5 }, slower))).toEqual([]);
  });

  it("is no CPU time that a late reply takes", () => {
    const used = { transportMs: 1.2, sender: { cpuMsPerPayload: 0.4 } };
    expect(codes(why(used))).toEqual(["CPU"]);
    expect(codes(why({ ...used, replyMs: 5 }))).toEqual([]);
    // The way there and the way back share what both use.
    const [both] = why({ ...used, replyMs: 0.3 }).causes;
    expect(both).toMatchObject({ code: "CPU", part: "transport" });
    expect(both?.share).toBeCloseTo(0.5, 0);
  });

  it("is a late sender under a scheduled load, and its CPU time if it is busy", () => {
    const response = [compared("response", "slower")];
    const busy = { cpuMsPerPayload: 6, workShare: 0.9 };
    const late = { slipMs: 30, encodeMs: 5, scheduled: true, sender: busy };
    const saturated = why(late, { scheduled: true }, response);
    expect(codes(saturated)).toEqual(["CPU", "LATENESS", "ENCODE"]);
    expect(only(saturated, "LATENESS")).toMatchObject({ part: "lateness", end: "sender" });
    expect(codes(why({ slipMs: 30, scheduled: true }, { scheduled: true }, response))).toEqual(["LATENESS"]);
    // In a closed loop, nothing that is compared contains the sender's lateness.
    expect(codes(why({ slipMs: 30, transportMs: 2 }))).toEqual([]);
  });

  it("is a codec at the receiver, if payloads in flight wait for it in the transport", () => {
    const together = (spent: Spent): Spent => {
      const { counts } = buildRound(Array.from({ length: 10 }, () => 1));
      return { ...spent, round: { counts: { ...counts, mostInFlight: 8 } } };
    };
    const burns = why(
      together({ decodeMs: 5, transportMs: 35, receiver: { cpuMsPerPayload: 5.2, workShare: 0.95 } }),
      together({}),
    );
    expect(codes(burns)).toEqual(["CPU", "DECODE"]);
    expect(burns.causes[0]).toMatchObject({ part: "transport", end: "receiver", share: 1 });
  });
});

describe("no cause", () => {
  it("is a note of the faster timing", () => {
    const note = { notes: ["masks in JavaScript"], settings: { mask: "javascript" } };
    const noted = { senderEnd: note, frameBytes: 1_000_008, sender: { cpuMsPerPayload: 0.2 } };
    const explanation = why({ transportMs: 5, frameBytes: 1_000_008 }, noted);
    expect(codes(explanation)).toEqual([]);
    expect(JSON.stringify(explanation.causes)).not.toContain("javascript");
  });

  it("is more of something at the faster timing", () => {
    const more: Spent = {
      ...{ waits: 9, frameBytes: 2_000, sentBytes: 2_020 },
      sender: { cpuMsPerPayload: 0.9, minorFaultsPerPayload: 300 },
      receiver: { cpuMsPerPayload: 0.9, minorFaultsPerPayload: 300 },
    };
    expect(codes(why({ transportMs: 5 }, more))).toEqual([]);
  });

  it("is found for two that are equal", () => {
    const equal = why({}, {}, [compared("transmission", "undecided")]);
    expect(equal).toMatchObject({ slower: null, causes: [] });
    expect(equal.parts.some(({ significant }) => significant)).toBe(false);
  });

  it("is a part that makes up for some of the difference", () => {
    const { causes, parts } = why({ transportMs: 10 }, { encodeMs: 3 });
    expect(parts.find(({ part }) => part === "encode")).toMatchObject({ significant: true });
    expect(causes).toEqual([]);
  });
});
