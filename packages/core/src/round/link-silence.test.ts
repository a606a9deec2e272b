import { describe, expect, it } from "vitest";
import { exchangeRig, outcomes } from "./fixtures/exchange-rig.js";

const TIMEOUT_MS = 1_000;

/** An exchange that gives up after three time-outs in a row. Payloads have numbers from 0. */
function rig(...options: Parameters<typeof exchangeRig>) {
  const exchange = exchangeRig(...options);
  let sent = 0;
  const send = (count = 1) => {
    for (let more = 0; more < count; more++) exchange.send(sent++);
  };
  /** Sends a payload that nobody answers. */
  const timeOut = async () => {
    send();
    await exchange.clock.advance(TIMEOUT_MS + 1);
  };
  return { ...exchange, send, timeOut };
}

describe("LinkSilence", () => {
  it("reports links on which nothing comes back for three time-outs", async () => {
    const { timeOut, silent, exchange, settled } = rig();
    await timeOut();
    await timeOut();
    expect(silent()).toBe(0);
    await timeOut();
    expect(silent()).toBe(1);
    expect(exchange.silence.inARow).toBe(3);
    expect(outcomes(settled).map(([, code]) => code)).toEqual(new Array(3).fill("PAYLOAD_TIMEOUT"));
  });

  it("counts payloads once that time out together", async () => {
    const { clock, send, timeOut, silent, exchange } = rig();
    send(100);
    await clock.advance(TIMEOUT_MS / 2);
    send(100);
    await clock.advance(TIMEOUT_MS + 1);
    expect(exchange.inFlight).toBe(0);
    expect(exchange.silence.inARow).toBe(1);
    await timeOut();
    expect(silent()).toBe(0);
    await timeOut();
    expect(silent()).toBe(1);
  });

  it.each<[string, (one: ReturnType<typeof rig>) => void]>([
    ["a reply", ({ reply }) => reply(2)],
    ["a late reply", ({ reply }) => reply(0)],
    ["a reply to nothing", ({ reply }) => reply(1_000)],
    ["a frame that the receiver could not decode", ({ undecodable }) => undecodable()],
  ])("begins again after %s", async (_, answer) => {
    const one = rig();
    await one.timeOut();
    await one.timeOut();
    one.send();
    answer(one);
    await one.clock.advance(TIMEOUT_MS + 1);
    expect(one.exchange.silence.inARow).toBeLessThan(2);
    expect(one.silent()).toBe(0);
  });

  it("does not report one of several connections that is silent", async () => {
    const { clock, send, reply, silent, settled } = rig({ connections: 2 });
    for (let turn = 0; turn < 10; turn++) {
      send(2);
      await clock.advance(TIMEOUT_MS / 2);
      reply(2 * turn + 1, 1);
      await clock.advance(TIMEOUT_MS);
    }
    expect(settled.filter(({ error }) => error).length).toBe(10);
    expect(silent()).toBe(0);
  });

  it("counts the time in which nothing can be sent, because payloads that timed out have all places", async () => {
    const { clock, send, silent, exchange } = rig();
    exchange.silence.dropped();
    send(10);
    await clock.advance(TIMEOUT_MS + 1);
    for (let tick = 0; tick < 19; tick++) {
      exchange.silence.dropped();
      await clock.advance(TIMEOUT_MS / 10);
    }
    expect(exchange.silence.inARow).toBe(2);
    expect(silent()).toBe(0);
    await clock.advance(TIMEOUT_MS / 5);
    exchange.silence.dropped();
    expect(silent()).toBe(1);
  });

  it("calls a round silent that had fewer payloads, if none was answered", async () => {
    const { timeOut, exchange } = rig();
    const { silence } = exchange;
    expect([silence.atEnd(true), silence.atEnd(false)]).toEqual([false, false]);
    await timeOut();
    expect([silence.atEnd(true), silence.atEnd(false)]).toEqual([true, false]);
  });
});
