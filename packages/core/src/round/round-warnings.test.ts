import { describe, expect, it } from "vitest";
import type { ClockReport } from "../clock/clock-model.js";
import { buildEnd, buildRound } from "../fixtures/build-result.js";
import type { Counts, RoundResult, Times } from "../result/result.js";
import { endUsing, intervals, summaryOf } from "./fixtures/measured.js";
import { type RoundCircumstances, roundWarnings } from "./round-warnings.js";

/** Ten scheduled payloads of 1 ms each. Neither end is saturated. */
const times: Times = {
  ...buildRound(Array(10).fill(1)).times,
  responseMs: summaryOf(2),
  slipMs: summaryOf(0.001),
};
const quiet = buildRound(Array(10).fill(1), {
  times,
  ends: { senders: [endUsing(0.2)], receivers: [endUsing(0.2)] },
});
const circumstances: RoundCircumstances = {
  receiver: "process",
  scheduled: true,
  unexpectedReplies: 0,
  lateReplies: 0,
  warmupsFailed: 0,
  reportFailure: null,
  firstUndecodable: null,
  listeningEndErrors: [],
  wireFailure: null,
  recorded: 10,
  kept: 10,
  ordered: true,
};

/** The codes of the warnings, in order. */
function codes(round: Partial<RoundResult>, more: Partial<RoundCircumstances> = {}): string[] {
  return roundWarnings({ ...quiet, ...round }, { ...circumstances, ...more }).map(({ code }) => code);
}

const counts = (more: Partial<Counts>): Partial<RoundResult> => ({ counts: { ...quiet.counts, ...more } });

describe("roundWarnings", () => {
  it("are absent if nothing is wrong", () => {
    expect(codes({})).toEqual([]);
  });

  it.each<[string, Partial<RoundResult>, Partial<RoundCircumstances>, string[]]>([
    ["an inline receiver", {}, { receiver: "inline" }, ["INLINE_RECEIVER"]],
    ["lost payloads", counts({ lost: 1 }), {}, ["NOT_WHOLE"]],
    ["duplicated payloads", counts({ duplicated: 1 }), {}, ["NOT_WHOLE"]],
    ["damaged payloads", counts({ damaged: 1 }), { firstUndecodable: "bad" }, ["NOT_WHOLE"]],
    ["reordered payloads, against the claim", counts({ reordered: 5 }), {}, ["OUT_OF_ORDER"]],
    ["reordered payloads, without a claim", counts({ reordered: 5 }), { ordered: false }, []],
    ["an order that cannot be seen", counts({ reordered: null }), {}, []],
    ["undelivered payloads", counts({ undelivered: 5 }), {}, ["NOT_WHOLE"]],
    [
      "undelivered payloads, which failed",
      counts({ undelivered: 5, failed: 5 }),
      {},
      ["NOT_WHOLE", "FAILED_PAYLOADS"],
    ],
    [
      "a receiver that sent no report",
      counts({ lost: null, undelivered: null, duplicated: null, damaged: null }),
      { reportFailure: "gone" },
      ["NO_RECEIVER_REPORT"],
    ],
    ["nothing to send", counts({ sent: 0, acknowledged: 0 }), {}, ["NOTHING_SENT"]],
    ["nothing sent, all dropped", counts({ sent: 0, acknowledged: 0, dropped: 3 }), {}, ["DROPPED"]],
    ["a round that ended before it sent", { ...counts({ sent: 0 }), status: "aborted" }, {}, []],
    ["dropped payloads", counts({ dropped: 5 }), {}, ["DROPPED"]],
    ["failed payloads", counts({ failed: 5 }), {}, ["FAILED_PAYLOADS"]],
    ["failed payloads of a round that ended early", { ...counts({ failed: 5 }), status: "failed" }, {}, []],
    ["late replies", {}, { lateReplies: 2 }, ["LATE_REPLIES"]],
    ["unexpected replies", {}, { unexpectedReplies: 2 }, ["UNEXPECTED_REPLIES"]],
    ["errors of a listening end", {}, { listeningEndErrors: ["no"] }, ["LISTENING_END_ERRORS"]],
    ["a cold connection", {}, { warmupsFailed: 1 }, ["WARMUP_FAILED"]],
    ["bytes that could not be measured", {}, { wireFailure: "no" }, ["NO_WIRE_BYTES"]],
    ["an incomplete list of transmissions", {}, { recorded: 11 }, ["TRANSMISSIONS_CAPPED"]],
  ])("are correct for %s", (_, round, more, expected) => {
    expect(codes(round, more)).toEqual(expected);
  });

  it("contain the numbers and the first cause", () => {
    const failures = [{ code: "PAYLOAD_TIMEOUT", count: 1_500, first: "" }] as const;
    const round = { ...counts({ sent: 6_480, failed: 1_500, damaged: 2 }), failures };
    const messages = roundWarnings(
      { ...quiet, ...round },
      { ...circumstances, firstUndecodable: "broken magic", listeningEndErrors: ["ECONNRESET", "other"] },
    ).map(({ message }) => message);
    expect(messages[0]).toMatch(/\b2\b.*broken magic/);
    expect(messages[1]).toMatch(/1,500.*6,480.*1,500 PAYLOAD_TIMEOUT/);
    expect(messages[2]).toMatch(/\b2\b.*ECONNRESET/);
  });
});

describe("warnings of the clock", () => {
  const estimated = (errorMs: number): ClockReport => ({
    kind: "estimated",
    because: "two hosts",
    offsetMs: 5,
    errorMs,
    maxDriftPpm: 500,
    driftPpm: null,
    driftErrorPpm: null,
    comparedDuring: 0,
  });
  const derived = (errorMs: number | null): ClockReport => ({
    kind: "ack-derived",
    because: "two hosts",
    halfRoundTripMs: 0.1,
    offsetMs: errorMs && 5,
    errorMs,
  });

  it.each<[string, ClockReport, string[]]>([
    ["one clock", { kind: "shared", because: "same kernel" }, []],
    ["an error below 5 % of the median", estimated(0.049), []],
    ["an error above 5 % of the median", estimated(0.051), ["CLOCK_ERROR"]],
    ["an offset that is not accurate enough", derived(0.4), ["ACK_DERIVED"]],
    ["an unknown offset", derived(null), ["ACK_DERIVED"]],
  ])("are correct for %s", (_, clock, expected) => {
    expect(codes({ clock })).toEqual(expected);
  });

  it("are absent if no payload has times", () => {
    expect(codes({ clock: estimated(1), times: { ...times, transmissionMs: null } })).toEqual([]);
  });
});

describe("warnings of the load", () => {
  const ends = (sender: number, receiver: number): Partial<RoundResult> => ({
    ends: { senders: [endUsing(sender)], receivers: [endUsing(receiver)] },
  });
  const late = { times: { ...times, slipMs: summaryOf(0.5) } };
  const stalled = {
    times: { ...times, slipMs: { ...summaryOf(0.001), p99: 270 }, responseMs: { ...summaryOf(2), p99: 358 } },
  };
  const growing = { series: intervals(582, 1_688, 2_818, 3_932) };

  it.each<[string, Partial<RoundResult>, Partial<RoundCircumstances>, string[]]>([
    ["a saturated sender", ends(0.95, 0.2), {}, ["SENDER_SATURATED"]],
    ["a saturated receiver", ends(0.2, 0.97), {}, ["RECEIVER_SATURATED"]],
    ["both", ends(0.95, 0.97), {}, ["SENDER_SATURATED", "RECEIVER_SATURATED"]],
    [
      "an inline receiver, which shares the sender's process",
      ends(0.2, 0.97),
      { receiver: "inline" },
      ["INLINE_RECEIVER"],
    ],
    ["ends without a report", { ends: { senders: [buildEnd()], receivers: [buildEnd()] } }, {}, []],
    ["a sender that cannot keep the rate", late, {}, ["SENDER_SATURATED"]],
    ["a sender that is late in a closed loop", late, { scheduled: false }, []],
    [
      "a saturated sender that is also late: one warning",
      { ...late, ...ends(0.95, 0.2) },
      {},
      ["SENDER_SATURATED"],
    ],
    ["a sender that stalled", stalled, {}, ["SENDER_STALLED"]],
    ["a sender that stalled in a closed loop", stalled, { scheduled: false }, []],
    ["response times that grew", growing, {}, ["BEHIND"]],
    ["times that grew in a closed loop", growing, { scheduled: false }, []],
  ])("are correct for %s", (_, round, more, expected) => {
    expect(codes(round, more)).toEqual(expected);
  });
});
