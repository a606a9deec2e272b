import { describe, expect, it } from "vitest";
import { NS_PER_MS } from "../clock/clock.js";
import type { Load } from "../load/load.js";
import { PayloadSet } from "../payload/payload-set.js";
import { exchangeRig } from "./fixtures/exchange-rig.js";
import type { Sample } from "./sample.js";
import { type PhasePlan, sendPhase } from "./send-phase.js";

const backToBack = (concurrency: number, count: number): Load => ({
  kind: "closed-loop",
  concurrency,
  thinkTimeMs: 0,
  count,
  durationMs: null,
});
const atRate = (ratePerSecond: number, count: number): Load => ({
  kind: "constant-rate",
  ratePerSecond,
  count,
  durationMs: null,
});

/** A phase over silent links: the test sends the replies. `heard` has the calls of the collector. */
function phase(load: Load, more: Partial<PhasePlan> = {}, connections = 1) {
  const rig = exchangeRig({ connections, timeoutMs: 60_000 });
  const abort = new AbortController();
  const heard: string[] = [];
  let over = false;
  const samples: Sample[] = [];
  const sending = sendPhase({
    exchange: rig.exchange,
    load,
    clock: rig.clock,
    firstSequence: 0,
    firstPayload: 0,
    maxInFlight: 1_000,
    payloads: { at: () => new Uint8Array(1) },
    signal: abort.signal,
    collector: {
      began: () => heard.push("began"),
      dropped: () => heard.push("dropped"),
      draining: () => heard.push("draining"),
      settled(sample) {
        heard.push(`settled ${sample.sequence}`);
        samples.push({ ...sample });
      },
    },
    ...more,
  });
  void sending.then(() => {
    over = true;
  });
  return { ...rig, heard, samples, sending, isOver: () => over, abort: () => abort.abort() };
}

describe("sendPhase", () => {
  it("follows the load, and ends once the last payload has settled", async () => {
    const { clock, sent, reply, heard, sending, isOver } = phase(backToBack(2, 3), { firstSequence: 7 });
    await clock.advance(1);
    expect(sent.map(({ sequence }) => sequence)).toEqual([7, 8]);
    reply(8);
    await clock.advance(1);
    reply(7);
    await clock.advance(1);
    expect([heard, isOver()]).toEqual([["began", "settled 8", "draining", "settled 7"], false]);
    reply(9);
    expect(await sending).toMatchObject({ sent: 3, mostInFlight: 2 });
    expect(heard.at(-1)).toBe("settled 9");
  });

  it("reports how many are in flight after each payload that it sends, and that settles", async () => {
    const counts: number[] = [];
    const collector = { settled() {}, inFlight: (_: number, count: number) => counts.push(count) };
    const { clock, reply, sending } = phase(backToBack(2, 3), { collector });
    await clock.advance(1);
    reply(0);
    await clock.advance(1);
    reply(1);
    reply(2);
    await sending;
    expect(counts).toEqual([1, 2, 1, 2, 1, 0]);
  });

  it("sends its payloads in turn", async () => {
    const payloads = new PayloadSet([[10, 20, 30].map((length) => new Uint8Array(length))]);
    const { clock, reply, samples, sending } = phase(backToBack(1, 5), { payloads });
    for (let sequence = 0; sequence < 5; sequence++) {
      await clock.advance(1);
      reply(sequence);
    }
    await sending;
    expect(samples.map(({ payloadBytes }) => payloadBytes)).toEqual([10, 20, 30, 10, 20]);
  });

  it("drops payloads while too many are in flight, including those that timed out", async () => {
    const { clock, sent, heard, sending, exchange } = phase(atRate(1, 70), { maxInFlight: 2 });
    await clock.advance(70_000);
    expect(sent.map(({ sequence }) => sequence)).toEqual([0, 1]);
    expect(exchange.overdue).toBe(2);
    expect(heard.filter((what) => what === "dropped")).toHaveLength(68);
    expect(await sending).toMatchObject({ sent: 2, mostInFlight: 2 });
  });

  it.each<[string, Load, Partial<PhasePlan>, number[]]>([
    ["in turn with a scheduled load", atRate(1_000, 3), {}, [0, 1, 0]],
    ["free-first with a closed loop", backToBack(2, 3), {}, [0, 1, 1]],
    ["in turn with a closed loop if requested", backToBack(2, 3), { order: "in-turn" }, [0, 1, 0]],
  ])("uses its connections %s", async (_, load, more, expected) => {
    const { clock, sent, reply, sending } = phase(load, more, 2);
    await clock.advance(1.5);
    reply(1, 1);
    await clock.advance(10);
    reply(0, 0);
    await clock.advance(10);
    for (const connection of [0, 1]) reply(2, connection);
    await sending;
    expect(sent.map(({ connection }) => connection)).toEqual(expected);
  });

  it("ends early when its signal aborts, and still waits for payloads in flight", async () => {
    const { clock, reply, heard, sending, isOver, abort } = phase(atRate(1_000, 100));
    await clock.advance(1.5);
    abort();
    await clock.advance(50);
    expect([heard, isOver()]).toEqual([["began", "draining"], false]);
    reply(0);
    reply(1);
    expect((await sending).sent).toBe(2);
  });

  it("sends nothing if its signal has aborted before", async () => {
    const { sent, heard, sending } = phase(backToBack(1, 5), { signal: AbortSignal.abort() });
    expect((await sending).sent).toBe(0);
    expect([heard, sent]).toEqual([["began", "draining"], []]);
  });

  it("counts no waiting time while replies arrive", async () => {
    const { clock, reply, sending } = phase(backToBack(1, 1));
    await clock.advance(5);
    reply(0);
    expect((await sending).spinNs).toBeLessThan(NS_PER_MS);
  });
});
