import { describe, expect, it } from "vitest";
import { manualClock } from "../testing/manual-clock.js";
import { SessionLease } from "./session-lease.js";

const MINUTE_MS = 60_000;

function setUp() {
  const clock = manualClock();
  const expired: string[] = [];
  const lease = new SessionLease(clock, (session) => expired.push(session));
  lease.open("a");
  return { clock, expired, lease };
}

describe("SessionLease", () => {
  it("ends a session a minute after its last call, if nobody holds the lease", async () => {
    const { clock, expired, lease } = setUp();
    await clock.advance(MINUTE_MS - 1);
    lease.touch("a");
    await clock.advance(MINUTE_MS - 1);
    expect(expired).toEqual([]);
    await clock.advance(1);
    expect(expired).toEqual(["a"]);
  });

  it("is not renewed by calls of another session", async () => {
    const { clock, expired, lease } = setUp();
    await clock.advance(MINUTE_MS - 1);
    lease.touch("b");
    await clock.advance(1);
    expect(expired).toEqual(["a"]);
    expect(() => lease.hold("b")).toThrowError(expect.objectContaining({ code: "SESSION_NOT_FOUND" }));
  });

  it("keeps a session while its lease is held, and ends it at once when the lease breaks", async () => {
    const { clock, expired, lease } = setUp();
    const held = lease.hold("a");
    await clock.advance(10 * MINUTE_MS);
    expect(expired).toEqual([]);
    held.broken();
    expect(expired).toEqual(["a"]);
    await held.ended;
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
    lease.release();
    await held.ended;
    held.broken();
    lease.touch("a");
    await clock.advance(2 * MINUTE_MS);
    expect(expired).toEqual([]);
    expect(clock.waiting).toBe(0);
  });
});
