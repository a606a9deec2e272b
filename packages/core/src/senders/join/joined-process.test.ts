import { describe, expect, it } from "vitest";
import { failureOf } from "../../fixtures/failure-of.js";
import { manualClock } from "../../testing/manual-clock.js";
import { JoinedProcess } from "./joined-process.js";

function process(): { clock: ReturnType<typeof manualClock>; joined: JoinedProcess } {
  const clock = manualClock();
  const joined = new JoinedProcess({ label: "host", pollMs: 1_000, silenceTimeoutMs: 4_000, clock });
  return { clock, joined };
}

describe("a process that joined", () => {
  it("gets its calls in order, those that came before it asked, too", async () => {
    const { joined } = process();
    const closed = joined.call("close", {});
    const aborted = joined.call("abort", { message: "any" });
    expect(await joined.next()).toMatchObject({ id: 1, name: "close", argument: {} });
    const second = await joined.next();
    expect(second).toMatchObject({ id: 2, name: "abort", argument: { message: "any" } });
    joined.answer(2, { value: {} });
    joined.answer(1, { error: { code: "UNEXPECTED", message: "a mistake" } });
    expect(await aborted).toEqual({});
    expect((await failureOf(closed)).message).toBe("a mistake");
  });

  it("gets a call at once while it waits, and none after a while", async () => {
    const { clock, joined } = process();
    const early = joined.next();
    void joined.call("prepare", {});
    expect(await early).toMatchObject({ name: "prepare" });
    const late = joined.next();
    await clock.advance(1_000);
    expect(await late).toBeNull();
  });

  it("gives up an older request for a call if it sends another one", async () => {
    const { joined } = process();
    const older = joined.next();
    const newer = joined.next();
    expect(await older).toBeNull();
    void joined.call("prepare", {});
    expect(await newer).toMatchObject({ name: "prepare" });
  });

  it("is lost after a silence, with all its calls, and is told so", async () => {
    const { clock, joined } = process();
    const waiting = joined.call("prepare", {});
    waiting.catch(() => {});
    await clock.advance(3_000);
    joined.touch();
    await clock.advance(3_000);
    expect(await joined.next()).toMatchObject({ name: "prepare" });
    await clock.advance(2_000);
    await joined.gone;
    for (const call of [waiting, joined.call("finish", {})]) {
      expect(await failureOf(call)).toMatchObject({
        code: "SENDER_LOST",
        message: "it made no call for 4000 ms",
      });
    }
    expect((await failureOf(joined.next())).code).toBe("SENDER_REJECTED");
    expect(clock.waiting).toBe(0);
  });

  it.each<[how: string, told: (joined: JoinedProcess) => unknown]>([
    ["it asks for a call", (joined) => failureOf(joined.next())],
    ["its connection breaks", (joined) => joined.hangUp()],
    ["it leaves", (joined) => joined.leave("any")],
  ])("needs no word any more after it was lost, as soon as %s", async (_, tell) => {
    const { joined } = process();
    let told = false;
    void joined.told.then(() => {
      told = true;
    });
    joined.lose("is slow");
    await joined.gone;
    expect(told).toBe(false);
    await tell(joined);
    await joined.told;
    expect(told).toBe(true);
  });

  it("is lost soon if its connection closed while it waited for no call", async () => {
    const { clock, joined } = process();
    const closed = joined.call("close", {});
    closed.catch(() => {});
    await joined.next();
    joined.disconnected();
    await clock.advance(500);
    // It is still there.
    joined.touch();
    const waiting = joined.next();
    // An older connection, while it waits on another one.
    joined.disconnected();
    await clock.advance(900);
    joined.touch();
    await clock.advance(100);
    expect(await waiting).toBeNull();
    joined.disconnected();
    await clock.advance(1_000);
    await joined.gone;
    expect((await failureOf(closed)).message).toBe("it has ended, or its connection broke");
    expect(clock.waiting).toBe(0);
  });

  it("is lost for the first reason, and not after it has left", async () => {
    const { clock, joined } = process();
    joined.lose("has ended");
    joined.lose("made no call");
    expect((await failureOf(joined.call("close", {}))).message).toBe("it has ended");
    const { joined: other } = process();
    other.leave(null);
    other.lose("has ended");
    await other.gone;
    expect((await failureOf(other.call("close", {}))).message).toBe("it has left");
    expect(await other.next()).toBeNull();
    expect(clock.waiting).toBe(0);
  });

  it("that answers nonsense is lost, and learns why", async () => {
    const { joined } = process();
    const open = joined.call("prepare", {});
    await joined.next();
    expect(() => joined.answer(1, { value: "yes" })).toThrow(
      expect.objectContaining({ code: "INVALID_OPTION" }),
    );
    expect((await failureOf(open)).code).toBe("SENDER_LOST");
    await joined.gone;
  });

  it("may answer a call twice, or one that was never made", async () => {
    const { joined } = process();
    const prepare = joined.call("prepare", {});
    joined.answer(1, { value: null });
    joined.answer(1, { value: "yes" });
    joined.answer(99, { value: "yes" });
    expect(await prepare).toBeNull();
  });
});
