import { describe, expect, it } from "vitest";
import { NS_PER_MS } from "../clock/clock.js";
import { joinFrame } from "../codec/frame.js";
import { raw } from "../codec/raw.js";
import { binaryReceipts } from "../codec/receipt.js";
import { isScheduled, type Load } from "../load/load.js";
import type { Times } from "../result/result.js";
import { manualClock } from "../testing/manual-clock.js";
import { Exchange } from "./exchange.js";
import { linkThat } from "./fixtures/exchange-rig.js";
import { phaseOf } from "./fixtures/samples.js";
import { LinkSilence } from "./link-silence.js";
import { recordedOf } from "./recorded.js";
import { Recorder } from "./recorder.js";
import { sendPhase } from "./send-phase.js";

const SERVICE_MS = 1;
/** The receiver stalls for 400 ms in every 4 s. */
const STALL_EVERY_MS = 4_000;
const STALL_MS = 400;

/** A simulated receiver that stalls, on a clock that only the test advances. */
async function stalled(load: Load, runMs: number): Promise<Times> {
  const clock = manualClock();
  const scheduled = isScheduled(load);
  const options = { firstSequence: 0, scheduled, offsetOf: () => 0, shiftNs: 0, clock };
  const recorder = new Recorder({ keep: 1e6, ...options });
  const exchange = new Exchange({
    connections: 1,
    codec: raw,
    maxFrameBytes: 1e6,
    timeoutMs: 60_000,
    ordered: true,
    clock,
    replies: null,
    silence: new LinkSilence({ timeoutMs: 60_000, giveUpAfter: null, clock, onTimeout() {}, onSilent() {} }),
  });
  let freeAtMs = 0;
  const link = linkThat((frame) => {
    // One payload at a time. A payload that arrives during a stall waits for its end.
    let beginMs = Math.max(clock.now() / NS_PER_MS, freeAtMs);
    if (beginMs % STALL_EVERY_MS > STALL_EVERY_MS - STALL_MS) {
      beginMs = Math.ceil(beginMs / STALL_EVERY_MS) * STALL_EVERY_MS;
    }
    freeAtMs = beginMs + SERVICE_MS;
    const { sequence } = raw.decode(joinFrame(frame));
    clock.setTimer(freeAtMs - clock.now() / NS_PER_MS, () => {
      const at = clock.now();
      const receipt = binaryReceipts.encode({ sequence, status: "decoded", receivedAt: at, decodedAt: at });
      exchange.onFrameOf(0)(joinFrame(receipt));
    });
  });
  exchange.opened(0, link);
  const sending = sendPhase({
    exchange,
    load,
    clock,
    firstSequence: 0,
    maxInFlight: 1e6,
    payloads: { at: () => new Uint8Array(1) },
    firstPayload: 0,
    signal: new AbortController().signal,
    collector: {
      began: (beganAt) => recorder.begin(beganAt),
      settled: (sample) => recorder.append(sample),
    },
  });
  await clock.advance(runMs);
  await sending;
  await recorder.finish();
  return recordedOf(phaseOf(recorder, { scheduled })).times;
}

describe("coordinated omission", () => {
  const ends = { count: null, durationMs: 4_100 };

  it("hides a stall in the service times of a closed loop, which sends nothing during it", async () => {
    const load: Load = { kind: "closed-loop", concurrency: 1, thinkTimeMs: 0, ...ends };
    const { serviceMs, responseMs } = await stalled(load, 5_000);
    // A tenth of the time is stalled, but only one payload in thousands shows it.
    expect(serviceMs?.max).toBeGreaterThan(350);
    expect(serviceMs?.samples).toBeGreaterThan(3_000);
    expect(serviceMs?.p999).toBeLessThan(2);
    expect(responseMs).toBeNull();
  });

  it("shows in the response times of a scheduled load", async () => {
    const load: Load = { kind: "constant-rate", ratePerSecond: 50, ...ends };
    const { responseMs, slipMs } = await stalled(load, 5_000);
    expect(responseMs?.p50).toBeCloseTo(SERVICE_MS, 1);
    expect(responseMs?.p99).toBeGreaterThan(300);
    expect(slipMs?.max).toBeLessThan(0.01);
  });
});
