import { setTimeout as pause } from "node:timers/promises";
import type { BenchmarkOptions, RoundResult } from "@wireduel/core";
import type { Adapter } from "@wireduel/core/adapter";
import { expect, type TestContext } from "vitest";
import { type BehindProxy, behindProxy } from "../proxy/behind-proxy.js";
import type { Subject } from "../subjects.js";
import type { FaultRow } from "../table/read-table.js";
import { limitsOf } from "./limits.js";
import { expectEnd, type Outcome, outcomeOf } from "./outcome.js";
import type { Receiver } from "./places.js";

/** The size of payloads and of replies: many packets, and much more than a handshake. */
export const BYTES = 100_000;
/** How long to wait before a receiver that is busy is asked again. */
const BUSY_PAUSE_MS = 100;
/** How many payloads a round has. */
export const COUNT = 6;

/** An adapter that meets a fault, and where. */
export interface Harmed {
  readonly row: FaultRow;
  readonly subject: Subject;
  readonly receiver: Pick<Receiver, "option">;
  /** The adapter that meets the fault. */
  readonly adapter: Adapter;
}

/** Runs an adapter that meets a fault, and then one that does not, with the limits of the row. */
export function runHarmed(
  { row, subject, receiver, adapter }: Harmed,
  options: Partial<Omit<BenchmarkOptions, "adapters" | "count" | "delayMs">> = {},
): Promise<Outcome> {
  return outcomeOf({
    payload: { sizeBytes: BYTES, seed: 3 },
    replyBytes: BYTES,
    warmupCount: 0,
    ...limitsOf(row),
    receiver: receiver.option,
    adapters: [adapter, subject.adapter({ label: "next" })],
    ...options,
  });
}

/**
 * Checks that a run ended as its row says: the round that met the fault, and what came after it.
 * @returns the round that met the fault
 */
export function expectHarmed(row: FaultRow, outcome: Outcome): RoundResult {
  const [harmed, next] = outcome.result?.timings.map(({ rounds }) => rounds[0]) ?? [];
  if (row.ends !== "nothing") expectEnd(row, outcome);
  else expect([outcome.error, harmed?.errors, harmed?.failures]).toEqual([null, [], []]);
  if (harmed === undefined) throw new Error("nothing was measured of the adapter that met the fault");
  const survives = row.ends === "the payload" || row.ends === "nothing";
  expect(harmed.status).toBe(survives ? "completed" : "failed");
  expect(harmed.counts.sent).toBe(harmed.counts.acknowledged + harmed.counts.failed);
  if (row.ends === "the run") expect(next).toBeUndefined();
  else expect(next).toMatchObject({ status: "completed", errors: [], failures: [] });
  return harmed;
}

/** The adapter of a subject behind proxies, which are closed at the end of the test. */
export function proxied(subject: Subject, onTestFinished: TestContext["onTestFinished"]): BehindProxy {
  const behind = behindProxy(subject.adapter({ label: "harmed" }));
  onTestFinished(() => behind.close());
  return behind;
}

/** Waits until a receiver server serves the next sender. It may still be closing the session before. */
export async function expectFree(subject: Subject, { option }: Pick<Receiver, "option">): Promise<void> {
  for (;;) {
    const { error, result } = await outcomeOf({ receiver: option, adapters: [subject.adapter()] });
    if (error?.code === "RECEIVER_BUSY") {
      await pause(BUSY_PAUSE_MS);
      continue;
    }
    expect([error, result?.status]).toEqual([null, "completed"]);
    return;
  }
}
