import { once } from "node:events";
import { connect } from "node:net";
import { connect as connectTls, createServer as createTlsServer, type TLSSocket } from "node:tls";
import { afterEach, describe, expect, it } from "vitest";
import { type Clock, NS_PER_MS, systemClock } from "../clock/clock.js";
import { randomBytes } from "../options/payload-option.js";
import { manualClock } from "../testing/manual-clock.js";
import { until } from "../testing/waiting.js";
import { closedPort, dial, errorOf, listen, readAll, type Target } from "./fixtures/sockets.js";
import type { NetworkProfile } from "../options/network-option.js";
import { type Relay, startRelay } from "./relay.js";
import { maxHeldBytes } from "./shaped-lane.js";

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** A path with whatever a test does not name set to nothing. */
function path(setting: Partial<NetworkProfile>): NetworkProfile {
  return { name: "custom", delayMs: 0, jitterMs: 0, rateMbps: null, seed: 1, ...setting };
}

async function setUp(
  network: NetworkProfile | null,
  clock?: Clock,
): Promise<{ target: Target; relay: Relay; close: () => Promise<void> }> {
  const target = await listen();
  open.push(() => target.close());
  const relay = await startRelay({ bind: "127.0.0.1", host: "127.0.0.1", port: target.port, network }, clock);
  open.push(() => relay.close());
  return { target, relay, close: () => relay.close() };
}

/** Both ends of a connection through the relay. */
async function connected({ target, relay }: { target: Target; relay: Relay }) {
  const dialler = await dial(relay.port);
  open.push(() => dialler.destroy());
  return { dialler, far: await target.accept() };
}

const ways: [string, NetworkProfile | null][] = [
  ["plain", null],
  ["shaped", path({ delayMs: 2, jitterMs: 1, rateMbps: 2_000 })],
  ["shaped by nothing", path({})],
];

describe.each(ways)("a relay, %s", (_, network) => {
  it("passes the same bytes both ways, half-closes, and counts", async () => {
    const set = await setUp(network);
    const { dialler, far } = await connected(set);
    const { relay } = set;
    const up = Buffer.from(randomBytes(5_000_001, 1));
    const down = Buffer.from(randomBytes(3_000_017, 2));
    const answer = readAll(dialler);
    const arrived = readAll(far);
    dialler.end(up);
    expect((await arrived).equals(up)).toBe(true);
    // The other direction is open still, though this one has ended.
    far.end(down);
    expect((await answer).equals(down)).toBe(true);

    const reading = relay.read();
    expect(reading.connections).toBe(1);
    expect(reading.up.bytes).toBe(up.byteLength);
    expect(reading.down.bytes).toBe(down.byteLength);
    // Node reads 64 KiB at a time.
    expect(reading.up.writes).toBeGreaterThanOrEqual(77);
    if (network === null) expect(reading.up.heldMs).toBeNull();
    else expect(reading.up.heldMs).toBeGreaterThanOrEqual(network.delayMs - network.jitterMs);
  });

  it("counts writes that come one by one", async () => {
    const set = await setUp(network);
    const { dialler, far } = await connected(set);
    const { relay } = set;
    far.on("data", (chunk) => far.write(chunk)).resume();
    for (let index = 0; index < 20; index++) {
      const echo = once(dialler, "data");
      dialler.write(Buffer.alloc(100));
      await echo;
    }
    expect(relay.read()).toMatchObject({
      connections: 1,
      up: { bytes: 2_000, writes: 20 },
      down: { bytes: 2_000, writes: 20 },
    });
  });

  it("keeps connections apart", async () => {
    const set = await setUp(network);
    const pairs = [await connected(set), await connected(set), await connected(set)];
    const arrived = pairs.map(({ far }) => readAll(far));
    for (const [index, { dialler }] of pairs.entries()) dialler.end(Buffer.alloc(100_000, index));
    for (const [index, bytes] of (await Promise.all(arrived)).entries()) {
      expect(bytes.equals(Buffer.alloc(100_000, index))).toBe(true);
    }
    expect(set.relay.read()).toMatchObject({ connections: 3, up: { bytes: 300_000 } });
  });

  it("holds a bounded number of bytes for an end that does not read, and loses none", async () => {
    const set = await setUp(network);
    const { dialler, far } = await connected(set);
    const block = Buffer.from(randomBytes(1_048_576, 3));
    const blocks = 200;
    const feed = () => {
      for (; fed < blocks; fed++) if (!dialler.write(block)) break;
      if (fed++ >= blocks) dialler.end();
    };
    let fed = 0;
    dialler.on("drain", feed);
    feed();

    // It has come to a halt when the count stands still for ten looks.
    let last = -1;
    let still = 0;
    await until(
      () => {
        const { bytes } = set.relay.read().up;
        still = bytes > 0 && bytes === last ? still + 1 : 0;
        last = bytes;
        return still === 10;
      },
      () => `${last} bytes, and more coming`,
    );
    // What the kernel takes in on the way to the end that does not read is not the tap's: 10 MB at most as Linux is set.
    const held = network === null ? 0 : maxHeldBytes(network);
    expect(last).toBeLessThan(held + 64_000_000);

    let received = 0;
    let same = true;
    far.on("data", (chunk: Buffer) => {
      for (let at = 0; at < chunk.length; ) {
        const from = (received + at) % block.length;
        const length = Math.min(chunk.length - at, block.length - from);
        same &&= chunk.subarray(at, at + length).equals(block.subarray(from, from + length));
        at += length;
      }
      received += chunk.length;
    });
    far.resume();
    await once(far, "end");
    expect(received).toBe(blocks * block.length);
    expect(same).toBe(true);
  });

  it("passes a reset from either end", async () => {
    const set = await setUp(network);
    const first = await connected(set);
    const farError = errorOf(first.far);
    first.dialler.resetAndDestroy();
    expect(await farError).toBe("ECONNRESET");

    const second = await connected(set);
    const diallerError = errorOf(second.dialler);
    second.far.resetAndDestroy();
    expect(await diallerError).toBe("ECONNRESET");
  });

  it("resets the connection if nothing listens at the target", async () => {
    const relay = await startRelay({
      bind: "127.0.0.1",
      host: "127.0.0.1",
      port: await closedPort(),
      network,
    });
    open.push(() => relay.close());
    const dialler = connect(relay.port, "127.0.0.1");
    expect(await errorOf(dialler)).toBe("ECONNRESET");
  });

  it("passes TLS through unread", async () => {
    // A key that both ends have needs no certificate.
    const psk = Buffer.from(randomBytes(32, 4));
    const secure = { ciphers: "PSK", minVersion: "TLSv1.2", maxVersion: "TLSv1.2" } as const;
    const server = createTlsServer({ ...secure, pskCallback: () => psk }, (socket) => socket.pipe(socket));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    open.push(() => server.close());
    const { port } = server.address() as { port: number };
    const relay = await startRelay({ bind: "127.0.0.1", host: "127.0.0.1", port, network });
    open.push(() => relay.close());

    const client: TLSSocket = connectTls({
      ...secure,
      host: "127.0.0.1",
      port: relay.port,
      pskCallback: () => ({ psk, identity: "test" }),
      checkServerIdentity: () => undefined,
    });
    await once(client, "secureConnect");
    const text = Buffer.from(randomBytes(500_000, 5));
    const echo = readAll(client);
    client.end(text);
    expect((await echo).equals(text)).toBe(true);
    expect(relay.read().up.bytes).toBeGreaterThan(text.byteLength);
  });

  it("cuts what is open when it closes, and listens no more", async () => {
    const set = await setUp(network);
    const { dialler, far } = await connected(set);
    far.write(Buffer.alloc(10_000));
    const closed = Promise.all([
      once(dialler.resume(), "end").catch(() => {}),
      once(far.resume(), "end").catch(() => {}),
    ]);
    await set.close();
    await closed;
    expect(await errorOf(connect(set.relay.port, "127.0.0.1"))).toBe("ECONNREFUSED");
  });
});

describe("a shaped relay", () => {
  it("holds bytes for the delay each way, after the round trip that connecting takes", async () => {
    const clock = manualClock();
    const set = await setUp(path({ delayMs: 20 }), clock);
    const { dialler, far } = await connected(set);
    const { relay } = set;

    const first = once(far.resume(), "data");
    dialler.write("a");
    await until(
      () => relay.read().up.bytes === 1,
      () => "not read yet",
    );
    // Two delays for SYN and SYN-ACK, one for the byte itself.
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

  it("lets an end that listens speak when the dialling end's last handshake packet would have come", async () => {
    const clock = manualClock();
    const set = await setUp(path({ delayMs: 10 }), clock);
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

  it("stops reading at its bound while time stands still", async () => {
    const clock = manualClock();
    const network = path({ delayMs: 10, rateMbps: 100 });
    const set = await setUp(network, clock);
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
  ])("of %o holds at most %i bytes", (network, bytes) => {
    expect(maxHeldBytes(network)).toBe(bytes);
  });

  it("is never early with the real clock", async () => {
    const network = path({ delayMs: 5, jitterMs: 1 });
    const { dialler, far } = await setUp(network).then(connected);
    far.on("data", (chunk) => far.write(chunk)).resume();
    for (let index = 0; index < 10; index++) {
      const echo = once(dialler, "data");
      const sentAt = systemClock.now();
      dialler.write("x");
      await echo;
      expect(systemClock.now() - sentAt).toBeGreaterThanOrEqual(2 * (5 - 1) * NS_PER_MS);
    }
  });

  it("takes at least as long as the rate asks", async () => {
    const { dialler, far } = await setUp(path({ rateMbps: 80 })).then(connected);
    const sentAt = systemClock.now();
    const arrived = readAll(far);
    dialler.end(Buffer.alloc(1_000_000));
    await arrived;
    expect(systemClock.now() - sentAt).toBeGreaterThanOrEqual(100 * NS_PER_MS);
  });

  it("lets what was sent before a reset arrive, and the reset a delay later", async () => {
    const clock = manualClock();
    const set = await setUp(path({ delayMs: 10 }), clock);
    const { dialler, far } = await connected(set);
    await clock.advance(100);
    far.write("last words");
    await until(
      () => set.relay.read().down.bytes === 10,
      () => "not read yet",
    );
    await clock.advance(1);
    let resetAt: number | undefined;
    dialler.once("error", () => {
      resetAt = clock.now();
    });
    const words = once(dialler, "data");
    far.resetAndDestroy();
    await clock.advance(9.5);
    expect(String(await words)).toBe("last words");
    expect(resetAt).toBeUndefined();
    // Time passes while sockets do their work, which takes turns of its own.
    for (let turn = 0; turn < 1_000 && resetAt === undefined; turn++) await clock.advance(1);
    expect(resetAt).toBeGreaterThanOrEqual(111 * NS_PER_MS);
  });

  it("waits for nothing when all has passed or it is closed", async () => {
    const clock = manualClock();
    const set = await setUp(path({ delayMs: 10 }), clock);
    const { dialler } = await connected(set);
    dialler.write("x");
    await until(
      () => clock.waiting === 1,
      () => "nothing waits",
    );
    await set.close();
    expect(clock.waiting).toBe(0);
  });
});
