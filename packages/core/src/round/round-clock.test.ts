import { setImmediate as turn } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Clock, NS_PER_MS } from "../clock/clock.js";
import type { ClockModel } from "../clock/clock-model.js";
import { type Offset, pairs } from "../clock/fixtures/simulated-clocks.js";
import type { EndIdentity } from "../control/control-types.js";
import type { ReceiverConnection } from "../control/receiver-connection.js";
import { seededRandom } from "../stats/seeded-random.js";
import { manualClock } from "../testing/manual-clock.js";
import { receiverConnection } from "./fixtures/receiver-connection.js";
import { type MedianTimes, RoundClock } from "./round-clock.js";

const END: EndIdentity = {
  contract: 3,
  core: "0.1.0",
  node: "20.19.0",
  flags: [],
  clock: { bootId: "a", timeNamespace: "", hostname: "h", platform: "linux" },
};
const REMOTE_END: EndIdentity = { ...END, clock: { ...END.clock, bootId: "b" } };
const BEGIN = 1e12;
const SECOND = 1e9;

interface Host {
  /** The receiver's clock minus the sender's. */
  offset: Offset;
  /** The minimum delay each way. The actual delay is up to twice as long. */
  thereNs: number;
  backNs: number;
  seed?: number;
  kind?: ReceiverConnection["kind"];
}

const ahead = (offsetNs: number) => () => offsetNs;

/** A receiver on another host, and a clock that only its answers and `pass` advance. */
function hostWith(host: Host) {
  const manual = manualClock(0);
  let now = BEGIN;
  const clock: Clock = { ...manual, now: () => now };
  const random = seededRandom(host.seed ?? 1);
  const connection = receiverConnection(host.kind ?? "remote", {
    async stampClock() {
      now += host.thereNs * (1 + random());
      const receivedAt = Math.round(now + host.offset(now));
      now += host.backNs * (1 + random());
      now = Math.round(now);
      return { receivedAt, sentAt: receivedAt };
    },
  });
  return {
    clock,
    connection,
    host,
    now: () => now,
    /** Lets time pass, in steps so that checks can run. */
    async pass(ns: number): Promise<void> {
      const until = now + ns;
      while (now < until) {
        const step = Math.min(until - now, 50 * NS_PER_MS);
        now = Math.round(now + step);
        manual.advance(step / NS_PER_MS);
        await turn();
      }
    },
  };
}

/** Relates, lets a round of `roundNs` pass, relates again. `during` runs in its middle. */
async function related(
  other: ReturnType<typeof hostWith>,
  roundNs: number,
  checks = true,
  during = () => {},
) {
  const clock = new RoundClock(other.connection, other.clock);
  await clock.relate(END, REMOTE_END);
  if (checks) clock.startChecks();
  const began = other.now();
  await other.pass(roundNs / 2);
  during();
  await other.pass(roundNs / 2);
  const ended = other.now();
  await clock.relateAgain();
  return { clock, began, ended };
}

/** The model after the round, if these are its medians. */
function finalOf(clock: RoundClock, medians?: MedianTimes, asAssumed = false): ClockModel {
  return clock.final({ halfRoundTripNs: 50_000, asAssumed, mediansWith: () => medians });
}

const medians = (ns: number): MedianTimes => ({ transmissionNs: ns, transportNs: ns });
const sevenSeconds: Host = { offset: ahead(7e9), thereNs: 100_000, backNs: 100_000 };

describe("RoundClock", () => {
  it("gives one-way times of another host within its stated bound, however the clocks drift", async () => {
    const hosts = fc.record({
      pair: fc.oneof(...Object.values(pairs)),
      thereNs: fc.integer({ min: 1_000, max: 1e6 }),
      backNs: fc.integer({ min: 1_000, max: 1e6 }),
      seed: fc.integer(),
    });
    await fc.assert(
      fc.asyncProperty(
        hosts,
        fc.integer({ min: 0, max: 2 * SECOND }),
        fc.boolean(),
        fc.boolean(),
        async ({ pair, ...host }, roundNs, checks, asAssumed) => {
          const other = hostWith({ ...host, offset: pair(BEGIN) });
          const { clock, began, ended } = await related(other, roundNs, checks);
          const model = finalOf(clock, undefined, asAssumed);
          if (model.report.kind !== "estimated") throw new Error(model.report.kind);
          const errorNs = model.report.errorMs * NS_PER_MS + 2;
          for (const share of [0, 0.3, 0.77, 1]) {
            const at = began + share * (ended - began);
            const stamps = { decodedAt: at + other.host.offset(at), acknowledgedAt: at + 1_000 };
            expect(Math.abs(model.decodedAt(stamps) - at)).toBeLessThanOrEqual(errorNs);
            if (!asAssumed) continue;
            const assumed = clock.offsetOf(stamps.decodedAt, stamps.acknowledgedAt);
            const recorded = stamps.decodedAt - assumed + model.correctionNs;
            expect(Math.abs(recorded - at)).toBeLessThanOrEqual(errorNs);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it("is narrower with checks during the round, and says how many there were", async () => {
    const reports = [];
    for (const checks of [true, false]) {
      const { clock } = await related(hostWith(sevenSeconds), 10 * SECOND, checks);
      const { report } = finalOf(clock);
      if (report.kind !== "estimated") throw new Error(report.kind);
      reports.push(report);
    }
    const [checked, unchecked] = reports;
    expect(checked?.comparedDuring).toBeGreaterThan(30);
    expect(unchecked?.comparedDuring).toBe(0);
    expect(checked?.maxDriftPpm).toBe(500);
    // 500 ppm for half of ten seconds.
    expect(unchecked?.errorMs).toBeGreaterThan(2.5);
    expect(checked?.errorMs).toBeLessThan(0.3);
  });

  it.each([
    ["after it was set", 1e6, true],
    ["after it was set back", -1e6, true],
    ["but not without checks, if it was set by less than drift may do", 1e6, false],
  ])("trusts no clock that was set during the round: %s", async (_, stepNs, checks) => {
    const other = hostWith(sevenSeconds);
    const { clock } = await related(other, 10 * SECOND, checks, () => {
      other.host.offset = ahead(7e9 + stepNs);
    });
    const { report } = finalOf(clock, medians(1e9));
    if (!checks) expect(report.kind).toBe("estimated");
    else expect(report).toMatchObject({ kind: "ack-derived", offsetMs: null, errorMs: null });
  });

  it("notices a clock that was set and set back during the round", async () => {
    const other = hostWith(sevenSeconds);
    const clock = new RoundClock(other.connection, other.clock);
    await clock.relate(END, REMOTE_END);
    clock.startChecks();
    for (const offset of [8e9, 7e9]) {
      other.host.offset = ahead(offset);
      await other.pass(SECOND);
    }
    await clock.relateAgain();
    expect(finalOf(clock, medians(1e9)).report.kind).toBe("ack-derived");
  });

  it("is shared within one process, without any exchange", async () => {
    const clock = new RoundClock(receiverConnection("inline", {}), manualClock());
    await clock.relate(END, REMOTE_END);
    clock.startChecks();
    await clock.relateAgain();
    const model = finalOf(clock, medians(1));
    expect([clock.shared, model.report.kind]).toEqual([true, "shared"]);
    expect(model.decodedAt({ decodedAt: 5, acknowledgedAt: 9 })).toBe(5);
    expect(clock.offsetOf(5, 9)).toBe(0);
    expect(clock.provisional().errorNs).toBe(0);
  });

  it.each(["process", "remote"] as const)(
    "is shared with another %s on the same kernel only if the stamps agree",
    async (kind) => {
      const same = hostWith({ ...sevenSeconds, offset: ahead(0), kind });
      const clock = new RoundClock(same.connection, same.clock);
      await clock.relate(END, END);
      expect(clock.shared).toBe(true);
      // A runtime whose clock starts at zero in each process.
      const other = hostWith({ ...sevenSeconds, offset: ahead(-108e6), kind });
      const apart = new RoundClock(other.connection, other.clock);
      await apart.relate(END, END);
      expect(apart.shared).toBe(false);
    },
  );

  it.each([
    ["transmission", { transmissionNs: -1, transportNs: 1 }],
    ["transport", { transmissionNs: 1, transportNs: -1 }],
  ])("never gives a negative median: %s", async (_, negative) => {
    const same = hostWith({ ...sevenSeconds, offset: ahead(0) });
    const clock = new RoundClock(same.connection, same.clock);
    await clock.relate(END, END);
    expect(finalOf(clock, negative).report).toMatchObject({ kind: "ack-derived", halfRoundTripMs: 0.05 });
    const apart = await related(hostWith(sevenSeconds), SECOND);
    expect(finalOf(apart.clock, negative).report.kind).toBe("ack-derived");
  });

  it("estimates one-way times from acknowledgements if the bound is above a quarter of their median", async () => {
    const { clock } = await related(hostWith(sevenSeconds), SECOND);
    const wide = finalOf(clock, medians(200_000));
    expect(wide.report).toMatchObject({ kind: "ack-derived", halfRoundTripMs: 0.05 });
    expect(wide.decodedAt({ decodedAt: 1, acknowledgedAt: 1e6 })).toBe(950_000);
    expect(finalOf(clock, medians(5e6)).report.kind).toBe("estimated");
    // It still reports the offset.
    if (wide.report.kind !== "ack-derived") throw new Error(wide.report.kind);
    expect(Math.abs((wide.report.offsetMs ?? 0) - 7_000)).toBeLessThanOrEqual(wide.report.errorMs ?? 0);
  });

  it("knows a bounded offset while payloads are in flight", async () => {
    const other = hostWith(sevenSeconds);
    const clock = new RoundClock(other.connection, other.clock);
    expect(clock.provisional().errorNs).toBe(0);
    await clock.relate(END, REMOTE_END);
    const { model, errorNs } = clock.provisional();
    expect(model.report.kind).toBe("estimated");
    const now = other.now();
    expect(Math.abs(clock.offsetOf(now + 7e9, now) - 7e9)).toBeLessThanOrEqual(errorNs);
    expect(Math.abs(model.decodedAt({ decodedAt: now + 7e9, acknowledgedAt: now }) - now)).toBeLessThan(
      errorNs,
    );
  });

  it("widens its bound by the maximum drift if the receiver no longer answers", async () => {
    const other = hostWith({ offset: ahead(7e9), thereNs: 10_000, backNs: 10_000 });
    const clock = new RoundClock(other.connection, other.clock);
    await clock.relate(END, REMOTE_END);
    await other.pass(10 * SECOND);
    const { report } = finalOf(clock);
    // 500 ppm of ten seconds.
    expect(report).toMatchObject({ kind: "estimated", driftPpm: null });
    expect(report.kind === "estimated" && report.errorMs).toBeGreaterThanOrEqual(5);
  });
});
