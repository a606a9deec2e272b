import { describe, expect, it } from "vitest";
import { exchangeRig, outcomes } from "./fixtures/exchange-rig.js";

describe("an Exchange's overdue payloads", () => {
  it("occupy a slot until they or later ones are answered, as they may still be queued", async () => {
    const { clock, send, reply, exchange } = exchangeRig();
    const places = () => [exchange.inFlight, exchange.overdue, exchange.occupied];
    send(0);
    send(1);
    expect(places()).toEqual([2, 0, 2]);
    await clock.advance(2_000);
    expect(places()).toEqual([0, 2, 2]);
    send(2);
    expect(places()).toEqual([1, 2, 3]);
    reply(0); // late
    expect(places()).toEqual([1, 1, 2]);
    reply(2); // on an ordered link, earlier payloads are gone
    expect(places()).toEqual([0, 0, 0]);
  });

  it("free one slot for each reply on a link without order", async () => {
    const { clock, send, reply, exchange } = exchangeRig({ ordered: false });
    for (const sequence of [0, 1, 2]) send(sequence);
    await clock.advance(2_000);
    send(3);
    reply(3);
    expect([exchange.overdue, exchange.lateReplies]).toEqual([2, 0]);
    // The oldest one has lost its slot.
    reply(0);
    reply(2);
    expect([exchange.overdue, exchange.lateReplies, exchange.unexpectedReplies]).toEqual([1, 1, 1]);
  });

  it("count as answered late only once each", async () => {
    const { clock, send, reply, exchange } = exchangeRig();
    send(0);
    await clock.advance(2_000);
    reply(0);
    reply(0);
    expect([exchange.lateReplies, exchange.unexpectedReplies, exchange.overdue]).toEqual([1, 1, 0]);
  });

  it("belong to a connection: a reply over another one frees no slot", async () => {
    const { clock, send, reply, exchange } = exchangeRig({ connections: 2 });
    send(0);
    send(1);
    await clock.advance(2_000);
    send(2); // over connection 0
    reply(2, 0);
    expect(exchange.overdue).toBe(1);
    reply(1, 0); // was sent over connection 1
    expect([exchange.overdue, exchange.lateReplies, exchange.unexpectedReplies]).toEqual([1, 0, 1]);
    reply(1, 1);
    expect([exchange.overdue, exchange.lateReplies]).toEqual([0, 1]);
  });

  it("are remembered up to a limit for each connection", async () => {
    const { clock, send, exchange } = exchangeRig({ connections: 2 });
    for (let sequence = 0; sequence < 20_010; sequence++) send(sequence);
    await clock.advance(2_000);
    expect(exchange.overdue).toBe(20_000);
  });
});

describe("a frame that the receiver could not decode", () => {
  it("is the oldest one, if the link keeps the order", () => {
    const { send, settled, undecodable, exchange } = exchangeRig();
    send(0);
    send(1);
    undecodable();
    expect(outcomes(settled)).toEqual([[0, "UNDECODABLE"]]);
    expect(exchange.unexpectedReplies).toBe(0);
  });

  it("is unknown without order, unless only one is in flight", () => {
    const { send, reply, settled, undecodable, exchange } = exchangeRig({ ordered: false });
    send(0);
    send(1);
    undecodable();
    expect([settled.length, exchange.unexpectedReplies]).toEqual([0, 1]);
    reply(0);
    undecodable();
    expect(outcomes(settled)).toEqual([
      [0, null],
      [1, "UNDECODABLE"],
    ]);
  });

  it.each([true, false])("belongs to its own connection (ordered: %s)", (ordered) => {
    const { send, settled, undecodable, exchange } = exchangeRig({ connections: 3, ordered });
    send(0);
    send(1);
    undecodable(2);
    expect([settled.length, exchange.unexpectedReplies]).toEqual([0, 1]);
    undecodable(1);
    expect(outcomes(settled)).toEqual([[1, "UNDECODABLE"]]);
  });

  it("belongs to no payload if nothing is in flight", () => {
    const { undecodable, settled, exchange } = exchangeRig();
    undecodable();
    expect([settled.length, exchange.unexpectedReplies]).toEqual([0, 1]);
  });

  it("may have timed out already, and then fails no later one", async () => {
    const { clock, send, reply, settled, undecodable, exchange } = exchangeRig();
    send(0);
    await clock.advance(2_000);
    send(1);
    undecodable();
    expect([exchange.lateReplies, exchange.overdue, exchange.inFlight]).toEqual([1, 0, 1]);
    reply(1);
    expect(outcomes(settled)).toEqual([
      [0, "PAYLOAD_TIMEOUT"],
      [1, null],
    ]);
  });

  it("is unknown without order if one payload timed out and one is in flight", async () => {
    const { clock, send, settled, undecodable, exchange } = exchangeRig({ ordered: false });
    send(0);
    await clock.advance(2_000);
    send(1);
    undecodable();
    expect([settled.length, exchange.unexpectedReplies, exchange.lateReplies]).toEqual([1, 1, 0]);
  });
});
