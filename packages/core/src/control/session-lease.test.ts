import { describe, expect, it } from "vitest";
import { manualClock } from "../testing/manual-clock.js";
import { SessionLeases } from "./session-lease.js";

const SILENCE_MS = 20_000;

function setUp() {
  const clock = manualClock();
  const expired: string[] = [];
  const reasons: string[] = [];
  const expire = (session: string, why: string) => {
    expired.push(session);
    reasons.push(why);
  };
  const lease = new SessionLeases({ clock, silenceTimeoutMs: SILENCE_MS, expire });
  lease.open("a");
  return { clock, expired, reasons, lease };
}

describe("SessionLeases", () => {
  it.each([false, true])("ends a session when no more calls come (its lease is held: %s)", async (held) => {
    const { clock, expired, reasons, lease } = setUp();
    const ended = held ? lease.hold("a").ended : undefined;
    for (let call = 0; call < 10; call++) {
      await clock.advance(SILENCE_MS - 1);
      lease.touch("a");
    }
    expect(expired).toEqual([]);
    await clock.advance(SILENCE_MS);
    expect([expired, reasons]).toEqual([["a"], ["silent"]]);
    await ended;
  });

  it("keeps the sessions of several senders apart", async () => {
    const { clock, expired, reasons, lease } = setUp();
    lease.open("b");
    const [held, other] = [lease.hold("a"), lease.hold("b")];
    held.broken();
    expect([expired, reasons]).toEqual([["a"], ["disconnected"]]);
    await clock.advance(SILENCE_MS - 1);
    lease.touch("b");
    await clock.advance(SILENCE_MS - 1);
    expect(expired).toEqual(["a"]);
    lease.releaseAll();
    await other.ended;
    expect(clock.waiting).toBe(0);
  });

  it("is not renewed by calls of another session", async () => {
    const { clock, expired, lease } = setUp();
    await clock.advance(SILENCE_MS - 1);
    lease.touch("b");
    await clock.advance(1);
    expect(expired).toEqual(["a"]);
    expect(() => lease.hold("b")).toThrowError(expect.objectContaining({ code: "SESSION_NOT_FOUND" }));
  });

  it("ends a session once, at once when the connection of its lease breaks", async () => {
    const { clock, expired, reasons, lease } = setUp();
    const held = lease.hold("a");
    expect(expired).toEqual([]);
    held.broken();
    expect([expired, reasons]).toEqual([["a"], ["disconnected"]]);
    await held.ended;
    await clock.advance(2 * SILENCE_MS);
    expect(expired).toEqual(["a"]);
  });

  it("lets a second connection take the lease over, so that the first may close", async () => {
    const { expired, lease } = setUp();
    const first = lease.hold("a");
    const second = lease.hold("a");
    await first.ended;
    first.broken();
    expect(expired).toEqual([]);
    second.broken();
    expect(expired).toEqual(["a"]);
  });

  it("forgets a session that ended", async () => {
    const { clock, expired, lease } = setUp();
    const held = lease.hold("a");
    lease.release("a");
    await held.ended;
    held.broken();
    lease.touch("a");
    await clock.advance(2 * SILENCE_MS);
    expect(expired).toEqual([]);
    expect(clock.waiting).toBe(0);
  });
});
