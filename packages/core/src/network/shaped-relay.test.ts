import { once } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import { NS_PER_MS } from "../clock/clock.js";
import { manualClock } from "../testing/manual-clock.js";
import { until } from "../testing/waiting.js";
import { closeOpen, connected, path, relayed } from "./fixtures/relays.js";
import { readAll } from "./fixtures/sockets.js";
import { maxHeldBytes } from "./shaped-lane.js";

afterEach(closeOpen);

describe("a shaped relay", () => {
  it("delays bytes each way, and the first byte also by the handshake", async () => {
    const clock = manualClock();
    const set = await relayed(path({ delayMs: 20 }), clock);
    const { dialler, far } = await connected(set);
    const { relay } = set;

    const first = once(far.resume(), "data");
    dialler.write("a");
    await until(
      () => relay.read().up.bytes === 1,
      () => "not read yet",
    );
    // Two delays for SYN and SYN-ACK, one for the byte.
    await clock.advance(59.9);
    expect(clock.waiting).toBe(1);
    expect(relay.read().up.heldMs).toBeNull();
    await clock.advance(0.2);
    expect(relay.read().up.heldMs).toBeCloseTo(60, 1);
    expect(clock.waiting).toBe(0);
    await first;

    const reply = once(dialler, "data");
    far.write("b");
    await until(
      () => relay.read().down.bytes === 1,
      () => "not read yet",
    );
    await clock.advance(19.9);
    expect(relay.read().down.heldMs).toBeNull();
    await clock.advance(0.2);
    expect(relay.read().down.heldMs).toBeCloseTo(20, 1);
    await reply;

    const second = once(far, "data");
    dialler.write("c");
    await until(
      () => relay.read().up.bytes === 2,
      () => "not read yet",
    );
    await clock.advance(20.1);
    await second;
    // The median of 60 and 20.
    expect(relay.read().up.heldMs).toBeCloseTo(40, 1);
  });

  it("delivers bytes of the listening end only after the last handshake packet would have arrived", async () => {
    const clock = manualClock();
    const set = await relayed(path({ delayMs: 10 }), clock);
    const { dialler, far } = await connected(set);
    far.write("hello");
    await until(
      () => set.relay.read().down.bytes === 5,
      () => "not read yet",
    );
    const greeting = once(dialler, "data");
    await clock.advance(39.9);
    expect(set.relay.read().down.heldMs).toBeNull();
    await clock.advance(0.2);
    await greeting;
    expect(set.relay.read().down.heldMs).toBeCloseTo(40, 1);
  });

  it("stops reading at its buffer limit while the clock is stopped", async () => {
    const clock = manualClock();
    const network = path({ delayMs: 10, rateMbps: 100 });
    const set = await relayed(network, clock);
    const { dialler } = await connected(set);
    dialler.write(Buffer.alloc(32_000_000));
    await until(
      () => set.relay.read().up.bytes > 900_000,
      () => "it stopped too early",
    );
    await clock.advance(0);
    expect(set.relay.read().up.bytes).toBeLessThan(maxHeldBytes(network) + 65_536);
  });

  it.each([
    [{ delayMs: 0, rateMbps: null }, 67_108_864],
    [{ delayMs: 20, rateMbps: 1_000 }, 5_000_000],
    [{ delayMs: 0.25, rateMbps: 1_000 }, 1_048_576],
    [{ delayMs: 10_000, rateMbps: 100_000 }, 67_108_864],
  ])("with %o buffers at most %i bytes", (network, bytes) => {
    expect(maxHeldBytes(network)).toBe(bytes);
  });

  it("forwards bytes at its rate, and the last ones not early", async () => {
    const clock = manualClock();
    const set = await relayed(path({ rateMbps: 80 }), clock);
    const { dialler, far } = await connected(set);
    const arrived = readAll(far);
    let bytes = 0;
    far.on("data", (chunk: Buffer) => {
      bytes += chunk.byteLength;
    });
    dialler.end(Buffer.alloc(500_000));
    await until(
      () => set.relay.read().up.bytes === 500_000,
      () => "not read yet",
    );
    // 500,000 bytes take 50 ms at 80 Mbit/s.
    await clock.advance(49);
    await until(
      () => bytes > 400_000,
      () => `${bytes} bytes passed`,
    );
    expect(bytes).toBeLessThan(500_000);
    await clock.advance(1.1);
    expect(await arrived).toHaveLength(500_000);
  });

  it("delivers bytes sent before a reset, then the reset after the delay", async () => {
    const clock = manualClock();
    const set = await relayed(path({ delayMs: 10 }), clock);
    const { dialler, far } = await connected(set);
    await clock.advance(100);
    far.write("last bytes");
    await until(
      () => set.relay.read().down.bytes === 10,
      () => "not read yet",
    );
    await clock.advance(1);
    let resetAt: number | undefined;
    dialler.once("error", () => {
      resetAt = clock.now();
    });
    const received = once(dialler, "data");
    far.resetAndDestroy();
    await clock.advance(9.5);
    expect(String(await received)).toBe("last bytes");
    expect(resetAt).toBeUndefined();
    // The clock advances while sockets work, as they need turns of the event loop.
    for (let turn = 0; turn < 1_000 && resetAt === undefined; turn++) await clock.advance(1);
    expect(resetAt).toBeGreaterThanOrEqual(111 * NS_PER_MS);
  });

  it("does not wait after it is closed", async () => {
    const clock = manualClock();
    const set = await relayed(path({ delayMs: 10 }), clock);
    const { dialler } = await connected(set);
    dialler.write("x");
    await until(
      () => clock.waiting === 1,
      () => "nothing waits",
    );
    await set.relay.close();
    expect(clock.waiting).toBe(0);
  });
});
