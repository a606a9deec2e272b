import { describe, expect, it } from "vitest";
import type { EndResources, Timing } from "../result.js";
import { type RowCircumstances, rowWarnings } from "./row-warnings.js";

const summary = (p50: number) => ({ samples: 10, min: p50, p50, max: p50, mean: p50 });
const used = (workShare: number, durationMs = 1_000): { resources: Partial<EndResources> } => ({
  resources: { durationMs, workShare, loopBusyShare: 1 },
});

const quiet = {
  clock: { kind: "shared", because: "same kernel" },
  counts: { sent: 10, acknowledged: 10, dropped: 0, lost: 0, duplicated: 0, damaged: 0 },
  summary: { transmissionMs: summary(1), responseMs: summary(2), slipMs: summary(0.001) },
  transmissions: Array(10).fill(null),
  sender: used(0.2),
  receiver: used(0.2),
};
const circumstances: RowCircumstances = {
  receiver: "process",
  scheduled: true,
  unexpectedReplies: 0,
  report: { phase: "measure", counts: {}, errors: [] } as unknown as RowCircumstances["report"],
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
