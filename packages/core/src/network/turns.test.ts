import { once } from "node:events";
import type { Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { Clock } from "../clock/clock.js";
import { manualClock } from "../testing/manual-clock.js";
import { until } from "../testing/waiting.js";
import { closeOpen, connected, relayed } from "./fixtures/relays.js";
import type { TapSide } from "./tap-reading.js";
import { QUIET_MS } from "./turns.js";

afterEach(closeOpen);

const PART = Buffer.alloc(10_000);

async function counted(side: TapSide, clock?: Clock) {
  const set = await relayed(null, clock);
  const { dialler, far } = await connected(set);
  set.relay.countTurns(side);
  // Accepted sockets are paused.
  far.resume();
  const [sender, receiver] = side === "up" ? [dialler, far] : [far, dialler];
  return { relay: set.relay, sender, receiver };
}

/** Sends a message in parts. Before each part but the first, waits for an answer. The last answer is the reply. */
async function send(sender: Socket, parts: number): Promise<void> {
  for (let part = 0; part < parts; part++) {
    sender.write(PART);
    await once(sender, "data");
  }
}

describe.each(["up", "down"] as const)("the bursts of a direction: %s", (side) => {
  it("are one for a message without waits, and one more for each wait", async () => {
    const { relay, sender, receiver } = await counted(side);
    let bytes = 0;
    receiver.on("data", (chunk: Buffer) => {
      bytes += chunk.byteLength;
      if (bytes % PART.byteLength === 0) receiver.write("go on");
    });
    for (const parts of [1, 4, 1]) {
      const before = relay.read().bursts;
      await send(sender, parts);
      expect(relay.read().bursts - before).toBe(parts);
    }
  });

  it("do not grow by what the other end says while the sender goes on by itself", async () => {
    const clock = manualClock();
    const { relay, sender, receiver } = await counted(side, clock);
    receiver.on("data", () => receiver.write("news"));
    const news = once(sender, "data");
    for (let part = 0; part < 20; part++) sender.write(PART);
    await until(
      () => relay.read()[side].bytes === 20 * PART.byteLength && clock.waiting === 1,
      () => "not read yet",
    );
    await clock.advance(2 * QUIET_MS);
    await news;
    expect(relay.read().bursts).toBe(1);
  });

  it("do not count short protocol frames", async () => {
    const { relay, sender, receiver } = await counted(side);
    receiver.on("data", () => receiver.write("reply"));
    sender.write(PART);
    await once(sender, "data");
    sender.write("a window update");
    await once(sender, "data");
    expect(relay.read().bursts).toBe(1);
  });

  it("are not counted afterwards, and what was held passes", async () => {
    const { relay, sender, receiver } = await counted(side);
    receiver.on("data", () => receiver.write("reply"));
    const reply = once(sender, "data");
    sender.write(PART);
    await until(
      () => relay.read()[side].bytes === PART.byteLength,
      () => "not read yet",
    );
    relay.countTurns(null);
    await reply;
    for (let turn = 0; turn < 3; turn++) {
      sender.write(PART);
      await once(sender, "data");
    }
    expect(relay.read().bursts).toBe(1);
  });
});
