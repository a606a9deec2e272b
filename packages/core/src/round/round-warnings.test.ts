import { describe, expect, it } from "vitest";
import type { EndResources, Timing } from "../result/result.js";
import { type RowCircumstances, rowWarnings } from "./round-warnings.js";

const summary = (p50: number) => ({ samples: 10, min: p50, p50, max: p50, mean: p50 });
const used = (workShare: number, durationMs = 1_000): { resources: Partial<EndResources> } => ({
  resources: { durationMs, workShare, loopBusyShare: 1 },
});

const quiet = {
  clock: { kind: "shared", because: "same kernel" },
  series: { intervalMs: 1_000, intervals: [] },
  failures: [],
  counts: { sent: 10, acknowledged: 10, failed: 0, dropped: 0, lost: 0, duplicated: 0, damaged: 0 },
  summary: { transmissionMs: summary(1), responseMs: summary(2), slipMs: summary(0.001) },
  transmissions: Array(10).fill(null),
  sender: used(0.2),
  receiver: used(0.2),
};
const circumstances: RowCircumstances = {
  receiver: "process",
  scheduled: true,
  unexpectedReplies: 0,
  lateReplies: 0,
  report: { phase: "measure", counts: {}, errors: [] } as unknown as RowCircumstances["report"],
  listenerErrors: [],
  warmupsFailed: 0,
  wireFailure: null,
  maxTransmissions: 100,
};

function warnings(row: object, more: Partial<RowCircumstances> = {}): string[] {
  const told = rowWarnings({ ...quiet, ...row } as unknown as Timing, { ...circumstances, ...more });
  return told.map(({ code, message }) => `${code}: ${message}`);
}

describe("rowWarnings", () => {
  it("says nothing of a row that is as it should be, though its pacer turned all the time", () => {
    expect(warnings({})).toEqual([]);
  });

  it("says when an end had no room left, by its work and not by its loop", () => {
    expect(warnings({ sender: used(0.95) })).toEqual([
      "SENDER_SATURATED: the sender's event loop worked 95 % of the time: this is the limit of that process, and may not be the protocol's",
    ]);
    expect(warnings({ receiver: used(0.97) })[0]).toContain(
      "RECEIVER_SATURATED: the receiver's event loop worked 97 %",
    );
    // Too short to say so; and an inline receiver is the sender.
    expect(warnings({ sender: used(0.95, 50) })).toEqual([]);
    expect(warnings({ receiver: used(0.97) }, { receiver: "inline" })).toHaveLength(1);
  });

  it("says when a good part of the response times is the sender's own lateness", () => {
    const late = { ...quiet.summary, slipMs: summary(0.5) };
    expect(warnings({ summary: late })).toEqual([
      "SENDER_SATURATED: the sender sent 0.5 ms (median) after payloads were due, of a median response time of 2 ms: it cannot keep this rate",
    ]);
    expect(warnings({ summary: late }, { scheduled: false })).toEqual([]);
    expect(warnings({ summary: { ...late, responseMs: summary(50) } })).toEqual([]);
  });

  const seconds = (...p50s: number[]) => ({
    intervalMs: 1_000,
    intervals: p50s.map((p50, index) => ({ startMs: index * 1_000, p50 })),
  });

  it("says when response times grew with the load", () => {
    expect(warnings({ series: seconds(582, 1_688, 2_818, 3_932) })).toEqual([
      "BEHIND: response times grew by 1120 ms in each second of the load: what was due could not all be carried, and with a longer load they would be longer",
    ]);
    expect(warnings({ series: seconds(0.1, 0.2, 0.3) })).toEqual([]);
    expect(warnings({ series: seconds(40, 90, 41) })).toEqual([]);
    // Too short to say so; and a closed loop waits for what it sends.
    expect(warnings({ series: seconds(100, 900) })).toEqual([]);
    expect(warnings({ series: seconds(582, 1_688, 2_818) }, { scheduled: false })).toEqual([]);
  });

  it("says when the tail is the sender's own", () => {
    const tail = {
      ...quiet.summary,
      slipMs: { ...summary(0.001), p99: 270 },
      responseMs: { ...summary(2), p99: 358 },
    };
    expect(warnings({ summary: tail })).toEqual([
      "SENDER_STALLED: the sender's own lateness makes up 270 of the 358 ms that the 99th percentile of response times shows: something else held its process up",
    ]);
    expect(warnings({ summary: { ...tail, slipMs: { ...summary(0.001), p99: 100 } } })).toEqual([]);
  });

  it("says that what failed is missing in the times, and tells late replies from strange ones", () => {
    const failures = [{ code: "PAYLOAD_TIMEOUT", count: 1_500, first: "" }];
    const counts = { ...quiet.counts, sent: 6_480, failed: 1_500 };
    const row = { counts, failures, status: "completed", transmissions: Array(6_480).fill(null) };
    expect(warnings(row, { lateReplies: 1_400, unexpectedReplies: 2 })).toEqual([
      "FAILED_PAYLOADS: 1,500 of 6,480 payloads failed (1,500 PAYLOAD_TIMEOUT): they have no time, and the times are of the others",
      "LATE_REPLIES: 1,400 replies came after their payloads had timed out",
      "UNEXPECTED_REPLIES: 2 replies came that no payload waited for",
    ]);
  });

  it("says how far times across two clocks can be trusted", () => {
    const because = "the two ends run on different kernels";
    const estimated = {
      kind: "estimated",
      because,
      offsetMs: 5,
      errorMs: 0.04,
      driftPpm: null,
      driftErrorPpm: null,
    };
    expect(warnings({ clock: estimated })).toEqual([]);
    expect(warnings({ clock: { ...estimated, errorMs: 0.06 } })).toEqual([
      `CLOCK_ERROR: ${because}: one-way times are within 0.06 ms, 6 % of their median`,
    ]);
    const derived = { kind: "ack-derived", because, halfRoundTripMs: 0.1, offsetMs: 5, errorMs: 0.4 };
    expect(warnings({ clock: derived })).toEqual([
      `ACK_DERIVED: ${because}, and their clocks are related within 0.4 ms only: one-way times are service times less half of a small round trip (0.1 ms)`,
    ]);
  });

  it("says that what was dropped is missing in the times", () => {
    expect(warnings({ counts: { ...quiet.counts, dropped: 5 } })).toEqual([
      "DROPPED: 5 of 15 payloads were due and not sent, as too many were under way: the times are of the others, and would be longer with them",
    ]);
  });
});
