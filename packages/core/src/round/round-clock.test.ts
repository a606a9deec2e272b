import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Clock, NS_PER_MS } from "../clock/clock.js";
import type { ClockModel } from "../clock/clock-model.js";
import type { EndIdentity } from "../control/control-types.js";
import { seededRandom } from "../stats/seeded-random.js";
import { manualClock } from "../testing/manual-clock.js";
import { receiverConnection } from "./fixtures/receiver-connection.js";
import { RoundClock } from "./round-clock.js";

const END: EndIdentity = {
  contract: 3,
  core: "0.1.0",
  node: "20.19.0",
  flags: [],
  clock: { bootId: "a", timeNamespace: "", hostname: "h", platform: "linux" },
};
const REMOTE_END: EndIdentity = { ...END, clock: { ...END.clock, bootId: "b" } };

interface Host {
  /** The receiver's clock minus the sender's, when the sender's is zero. */
  offsetNs: number;
  driftPpm: number;
  /** The minimum delay each way. The actual delay is up to twice as long. */
  thereNs: number;
  backNs: number;
  seed?: number;
}

/** A receiver on another host, and a clock that only its answers advance. */
function hostWith(host: Host) {
  const manual = manualClock(1e12);
  let now = 1e12;
  const clock: Clock = { ...manual, now: () => now };
  const random = seededRandom(host.seed ?? 1);
  const there = (ns: number) => ns + host.offsetNs + ns * (host.driftPpm / 1e6);
  const connection = receiverConnection("remote", {
    async stampClock() {
      now += host.thereNs * (1 + random());
      const receivedAt = Math.round(there(now));
      now += host.backNs * (1 + random());
      now = Math.round(now);
      return { receivedAt, sentAt: receivedAt };
    },
  });
  return { clock, connection, host, there, pass: (ns: number) => (now += ns), now: () => now };
}

/** Relates, lets a round of `roundNs` pass, relates again. */
async function related(other: ReturnType<typeof hostWith>, roundNs: number) {
  const clock = new RoundClock(other.connection, other.clock);
  await clock.relate(END, REMOTE_END);
  const began = other.now();
  other.pass(roundNs);
  const ended = other.now();
  await clock.relateAgain();
  return { clock, began, ended };
}

/** The error of a model for a payload decoded at this time of the sender's clock. */
function errorAt(model: ClockModel, other: ReturnType<typeof hostWith>, senderNs: number): number {
  return model.decodedAt({ decodedAt: other.there(senderNs), acknowledgedAt: senderNs }) - senderNs;
}

const plain = { halfRoundTripNs: 50_000, asConstant: false };

describe("RoundClock", () => {
  it("gives one-way times of another host within its stated bound", async () => {
    const hosts = fc.record({
      offsetNs: fc.integer({ min: -1e14, max: 1e14 }),
      driftPpm: fc.integer({ min: -200, max: 200 }),
      thereNs: fc.integer({ min: 1_000, max: 1e6 }),
      backNs: fc.integer({ min: 1_000, max: 1e6 }),
      seed: fc.integer(),
    });
    await fc.assert(
      fc.asyncProperty(
        hosts,
        fc.integer({ min: 0, max: 60e9 }),
        fc.boolean(),
        async (host, roundNs, asConstant) => {
          const other = hostWith(host);
          const { clock, began, ended } = await related(other, roundNs);
          const model = clock.final({ ...plain, asConstant, medianNs: () => undefined });
          if (model.report.kind !== "estimated") throw new Error(model.report.kind);
          for (const share of [0, 0.3, 1]) {
            const error = errorAt(model, other, began + share * (ended - began));
            expect(Math.abs(error)).toBeLessThanOrEqual(model.report.errorMs * NS_PER_MS + 2);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each(["process", "inline"] as const)(
    "is shared with a %s receiver, without any exchange",
    async (kind) => {
      const clock = new RoundClock(receiverConnection(kind, {}), manualClock());
      await clock.relate(END, REMOTE_END);
      await clock.relateAgain();
      const model = clock.final({ ...plain, medianNs: () => 1 });
      expect([clock.shared, model.report.kind]).toEqual([true, "shared"]);
      expect(model.decodedAt({ decodedAt: 5, acknowledgedAt: 9 })).toBe(5);
      expect(clock.provisional()).toMatchObject({ offsetNs: 0, errorNs: 0 });
    },
  );

  it("estimates one-way times from acknowledgements if the bound is above a quarter of their median", async () => {
    const other = hostWith({ offsetNs: 7e9, driftPpm: 0, thereNs: 100_000, backNs: 100_000 });
    const { clock } = await related(other, 1e9);
    const wide = clock.final({ ...plain, medianNs: () => 200_000 });
    expect(wide.report).toMatchObject({ kind: "ack-derived", halfRoundTripMs: 0.05 });
    expect(wide.decodedAt({ decodedAt: 1, acknowledgedAt: 1e6 })).toBe(950_000);
    expect(clock.final({ ...plain, medianNs: () => 5e6 }).report.kind).toBe("estimated");
    // It still reports the offset.
    if (wide.report.kind !== "ack-derived") throw new Error(wide.report.kind);
    expect(Math.abs((wide.report.offsetMs ?? 0) - 7_000)).toBeLessThanOrEqual(wide.report.errorMs ?? 0);
  });

  it("trusts no clock that was set during the round", async () => {
    const other = hostWith({ offsetNs: 7e9, driftPpm: 0, thereNs: 100_000, backNs: 100_000 });
    const clock = new RoundClock(other.connection, other.clock);
    await clock.relate(END, REMOTE_END);
    other.pass(1e9);
    other.host.offsetNs += 50e6;
    await clock.relateAgain();
    expect(clock.final({ ...plain, medianNs: () => 1e9 }).report).toEqual({
      kind: "ack-derived",
      because: expect.any(String),
      halfRoundTripMs: 0.05,
      offsetMs: null,
      errorMs: null,
    });
  });

  it("is shared with a remote receiver if it runs on the same kernel and the stamps agree", async () => {
    const same = hostWith({ offsetNs: 0, driftPpm: 0, thereNs: 100_000, backNs: 100_000 });
    const clock = new RoundClock(same.connection, same.clock);
    await clock.relate(END, END);
    expect(clock.shared).toBe(true);
    const other = hostWith({ offsetNs: 7e9, driftPpm: 0, thereNs: 100_000, backNs: 100_000 });
    const apart = new RoundClock(other.connection, other.clock);
    await apart.relate(END, END);
    expect(apart.shared).toBe(false);
  });

  it("knows a bounded offset while payloads are in flight", async () => {
    const other = hostWith({ offsetNs: 7e9, driftPpm: 0, thereNs: 100_000, backNs: 100_000 });
    const clock = new RoundClock(other.connection, other.clock);
    expect(clock.provisional()).toMatchObject({ offsetNs: 0, errorNs: 0 });
    await clock.relate(END, REMOTE_END);
    const { model, offsetNs, errorNs } = clock.provisional();
    expect(model.report.kind).toBe("estimated");
    expect(Math.abs(offsetNs - 7e9)).toBeLessThanOrEqual(errorNs);
  });

  it("widens its bound by the maximum drift if the receiver no longer answers", async () => {
    const other = hostWith({ offsetNs: 7e9, driftPpm: 100, thereNs: 10_000, backNs: 10_000 });
    const clock = new RoundClock(other.connection, other.clock);
    await clock.relate(END, REMOTE_END);
    other.pass(10e9);
    const { report } = clock.final({ ...plain, medianNs: () => undefined });
    // 500 ppm of ten seconds.
    expect(report).toMatchObject({ kind: "estimated", driftPpm: null });
    expect(report.kind === "estimated" && report.errorMs).toBeGreaterThanOrEqual(5);
  });
});
