import { describe, expect, it } from "vitest";
import type { Link } from "../adapter/contract.js";
import { NS_PER_MS } from "../clock/clock.js";
import { sharedClock } from "../clock/clock-model.js";
import { joinFrame } from "../codec/frame.js";
import { raw } from "../codec/raw.js";
import { binaryReceipts } from "../codec/receipt.js";
import { LoadGenerator } from "../load/generate-load.js";
import { isScheduled, type Load } from "../load/load.js";
import { pacerOf } from "../load/pacer-of.js";
import type { TimingSummary } from "../result/result.js";
import { manualClock } from "../testing/manual-clock.js";
import { Connections } from "./connections.js";
import { Recorder } from "./recorder.js";
import { totalsOf } from "./timing.js";

const SERVICE_MS = 1;
/** The receiver stands still for 400 ms in every 4 s. */
const STALL_EVERY_MS = 4_000;
const STALL_MS = 400;

/** What a receiver that stalls looks like from the sender, in time that only the test lets pass. */
async function stalled(load: Load, runMs: number): Promise<TimingSummary> {
  const clock = manualClock();
  const scheduled = isScheduled(load);
  const options = { firstSequence: 0, scheduled, offsetNs: 0, shiftNs: 0, clock };
  const recorder = new Recorder({ keep: 1e6, ...options }, undefined);
  recorder.begin(0);
  const connections = new Connections(1, {
    ...{ codec: raw, maxFrameBytes: 1e6, timeoutMs: 60_000, ordered: true, clock },
  });
  let freeAtMs = 0;
  const link: Link = {
    closed: new Promise(() => {}),
    close: async () => {},
    send(frame) {
      // One after the other; whoever comes into a stall waits for its end.
      let beginMs = Math.max(clock.now() / NS_PER_MS, freeAtMs);
      if (beginMs % STALL_EVERY_MS > STALL_EVERY_MS - STALL_MS)
        beginMs = Math.ceil(beginMs / STALL_EVERY_MS) * STALL_EVERY_MS;
      freeAtMs = beginMs + SERVICE_MS;
      const { sequence } = raw.decode(joinFrame(frame));
      clock.setTimer(freeAtMs - clock.now() / NS_PER_MS, () => {
        const at = clock.now();
        const receipt = binaryReceipts.encode({ sequence, status: "decoded", receivedAt: at, decodedAt: at });
        connections.exchanges[0]?.onFrame(joinFrame(receipt));
      });
    },
  };
  connections.opened(0, link);
  let sequence = 0;
  const generator: LoadGenerator = new LoadGenerator({
    pacer: pacerOf(load),
    maxInFlight: 1e6,
    clock,
    signal: new AbortController().signal,
    inFlight: () => connections.occupied,
    send: (dueAt) => connections.send(sequence++, new Uint8Array(1), dueAt),
    drop: () => {},
  });
  connections.begin("in-turn");
  connections.onSettled = (record) => {
    generator.settled(record.acknowledgedAt);
    recorder.append(record);
  };
  void generator.run(0);
  await clock.advance(runMs);
  await recorder.finish();
  const phase = {
    recorder,
    clock: sharedClock("test"),
    recordedOffsetNs: 0,
    scheduled,
    damaged: new Set<number>(),
  };
  return totalsOf(phase).summary;
}

describe("coordinated omission", () => {
  const ends = { count: null, durationMs: 4_100 };

  it("hides a stalled receiver in the service times of a closed loop, which sends nothing meanwhile", async () => {
    const load: Load = { kind: "closed-loop", concurrency: 1, thinkTimeMs: 0, ...ends };
    const { serviceMs, responseMs } = await stalled(load, 5_000);
    // A tenth of all time is stalled, and yet one payload of thousands shows it.
    expect(serviceMs?.max).toBeGreaterThan(350);
    expect(serviceMs?.samples).toBeGreaterThan(3_000);
    expect(serviceMs?.p999).toBeLessThan(2);
    expect(responseMs).toBeNull();
  });

  it("is shown by the response times of a load that keeps to its plan", async () => {
    const load: Load = { kind: "constant-rate", ratePerSecond: 50, ...ends };
    const { responseMs, slipMs } = await stalled(load, 5_000);
    expect(responseMs?.p50).toBeCloseTo(SERVICE_MS, 1);
    expect(responseMs?.p99).toBeGreaterThan(300);
    expect(slipMs?.max).toBeLessThan(0.01);
  });
});
