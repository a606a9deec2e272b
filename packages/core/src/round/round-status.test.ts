import { once } from "node:events";
import { describe, expect, it } from "vitest";
import type { StopCode, StopReason } from "../failure/codes.js";
import { failureOf } from "../fixtures/failure-of.js";
import { RoundStatus, stopOnAbort } from "./round-status.js";

const because = (code: StopCode): StopReason => ({ code, message: code });

/** A status, and the calls of its listener. */
function watched(onStopped?: (status: RoundStatus) => void) {
  const heard: string[] = [];
  const status: RoundStatus = new RoundStatus({
    held: () => heard.push("held"),
    stopped({ code }) {
      heard.push(code);
      onStopped?.(status);
    },
  });
  return { status, heard };
}

/** A reason that the test can resolve. */
function search() {
  let found = (_: StopReason) => {};
  const searching = new Promise<StopReason>((resolve) => {
    found = resolve;
  });
  return { find: () => searching, found };
}

const aborted = ({ signal, sending }: RoundStatus) => [sending.aborted, signal.aborted];

describe("RoundStatus", () => {
  it("runs until something stops it", () => {
    const { status, heard } = watched();
    expect([status.ended, status.reason, ...aborted(status)]).toEqual([false, undefined, false, false]);
    status.stop(because("ABORTED"));
    expect([status.ended, status.reason?.code, ...aborted(status)]).toEqual([true, "ABORTED", true, true]);
    expect(status.signal.reason).toMatchObject({ code: "ABORTED" });
    expect(heard).toEqual(["ABORTED"]);
  });

  it("keeps the first reason, whatever its listener does", () => {
    const { status, heard } = watched((stopping) => {
      // Like a handler that throws when payloads fail.
      stopping.stop(because("EVENT_HANDLER_FAILED"));
    });
    status.stop(because("ABORTED"));
    status.stop(because("RECEIVER_LOST"));
    expect([heard, status.reason?.code]).toEqual([["ABORTED"], "ABORTED"]);
  });

  it("stops sending before pending promises continue", () => {
    const { status, heard } = watched();
    status.sending.addEventListener("abort", () => heard.push("sending"));
    status.signal.addEventListener("abort", () => heard.push("signal"));
    status.stop(because("ABORTED"));
    expect(heard).toEqual(["ABORTED", "sending", "signal"]);
  });
});

describe("RoundStatus.stopWhenKnown", () => {
  it("holds at once, and stops with the reason once it is found", async () => {
    const { status, heard } = watched();
    const { find, found } = search();
    status.stopWhenKnown(find);
    expect([heard, status.reason, status.ended, ...aborted(status)]).toEqual([
      ["held"],
      undefined,
      true,
      true,
      false,
    ]);
    let decided = false;
    const deciding = status.decided().then(() => {
      decided = true;
    });
    await Promise.resolve();
    expect(decided).toBe(false);
    found(because("RECEIVER_LOST"));
    await deciding;
    expect([heard, status.reason?.code]).toEqual([["held", "RECEIVER_LOST"], "RECEIVER_LOST"]);
    expect(aborted(status)).toEqual([true, true]);
  });

  it("gives way to a stop while it looks for the reason", async () => {
    const { status, heard } = watched();
    const { find, found } = search();
    status.stopWhenKnown(find);
    status.stop(because("ABORTED"));
    found(because("LINK_CLOSED"));
    await status.decided();
    expect([heard, status.reason?.code]).toEqual([["held", "ABORTED"], "ABORTED"]);
  });

  it("looks for one reason only, although several links close", async () => {
    const { status, heard } = watched();
    const { find, found } = search();
    status.stopWhenKnown(find);
    status.stopWhenKnown(() => expect.fail("a second search"));
    found(because("LINK_CLOSED"));
    await status.decided();
    expect(heard).toEqual(["held", "LINK_CLOSED"]);
  });

  it("does nothing once the round has stopped", async () => {
    const { status, heard } = watched();
    status.stop(because("ABORTED"));
    status.stopWhenKnown(() => expect.fail("a search"));
    await status.decided();
    expect(heard).toEqual(["ABORTED"]);
  });

  it("does nothing once the round closes, as links are expected to close", async () => {
    const { status, heard } = watched();
    status.stopSending();
    status.stopWhenKnown(() => expect.fail("a search"));
    await status.decided();
    expect([heard, status.reason, status.ended, ...aborted(status)]).toEqual([
      [],
      undefined,
      true,
      true,
      false,
    ]);
  });
});

describe("a RoundStatus that is over", () => {
  it("ignores further reasons", () => {
    const { status, heard } = watched();
    status.end();
    status.stop(because("RECEIVER_LOST"));
    expect([heard, status.reason, ...aborted(status)]).toEqual([[], undefined, true, true]);
  });

  it("still stops between close and finish", () => {
    const { status, heard } = watched();
    status.stopSending();
    status.stop(because("RECEIVER_LOST"));
    expect([heard, status.reason?.code]).toEqual([["RECEIVER_LOST"], "RECEIVER_LOST"]);
  });
});

describe("RoundStatus.orStop", () => {
  const never = new Promise<never>(() => {});

  it("resolves with a result that arrives in time", async () => {
    const { status } = watched();
    expect(await status.orStop(Promise.resolve(7), 60_000, "CONNECT_FAILED", "it")).toBe(7);
  });

  it("rejects with the reason why the round ended", async () => {
    const { status } = watched();
    const waiting = failureOf(status.orStop(never, 60_000, "CONNECT_FAILED", "it"));
    status.stop(because("RECEIVER_LOST"));
    expect((await waiting).code).toBe("RECEIVER_LOST");
  });

  it("rejects with the given code if it takes too long, or fails", async () => {
    const { status } = watched();
    expect((await failureOf(status.orStop(never, 1, "CONNECT_FAILED", "it"))).code).toBe("CONNECT_FAILED");
    const failing = Promise.reject(new Error("no"));
    expect(await failureOf(status.orStop(failing, 60_000, "LISTEN_FAILED", "it"))).toMatchObject({
      code: "LISTEN_FAILED",
      cause: { message: "no" },
    });
  });
});

describe("stopOnAbort", () => {
  it("stops when the caller's signal aborts, or has aborted already", () => {
    for (const abortFirst of [true, false]) {
      const { status } = watched();
      const caller = new AbortController();
      if (abortFirst) caller.abort();
      stopOnAbort(status, caller.signal);
      caller.abort();
      expect(status.reason?.code).toBe("ABORTED");
    }
  });

  it("hurries all waits soon after the abort, until it is released", async () => {
    const [hurried, released] = [watched().status, watched().status];
    const caller = new AbortController();
    stopOnAbort(hurried, caller.signal);
    const release = stopOnAbort(released, caller.signal);
    caller.abort();
    release();
    expect(hurried.hurry.aborted).toBe(false);
    await once(hurried.hurry, "abort");
    expect(released.hurry.aborted).toBe(false);
  });

  it("does nothing after its release", () => {
    const { status, heard } = watched();
    const caller = new AbortController();
    stopOnAbort(status, caller.signal)();
    caller.abort();
    expect(heard).toEqual([]);
  });
});
