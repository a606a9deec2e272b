import { once } from "node:events";
import { connect } from "node:net";
import { connect as connectTls, createServer as createTlsServer, type TLSSocket } from "node:tls";
import { afterEach, describe, expect, it } from "vitest";
import { randomBytes } from "../payload/random.js";
import { until } from "../testing/waiting.js";
import { closeLater, closeOpen, connected, path, relayed } from "./fixtures/relays.js";
import { closedPort, errorOf, readAll } from "./fixtures/sockets.js";
import type { Network } from "./network.js";
import { startRelay } from "./relay.js";
import { maxHeldBytes } from "./shaped-lane.js";

afterEach(closeOpen);

const ways: [string, Network | null][] = [
  ["plain", null],
  ["shaped", path({ delayMs: 2, jitterMs: 1, rateMbps: 2_000 })],
  ["shaped by nothing", path({})],
];

describe.each(ways)("a relay, %s", (_, network) => {
  it("passes bytes and half-closes both ways, and counts", async () => {
    const set = await relayed(network);
    const { dialler, far } = await connected(set);
    const { relay } = set;
    const up = Buffer.from(randomBytes(5_000_001, 1));
    const down = Buffer.from(randomBytes(3_000_017, 2));
    const answer = readAll(dialler);
    const arrived = readAll(far);
    dialler.end(up);
    expect((await arrived).equals(up)).toBe(true);
    // The other direction is still open.
    far.end(down);
    expect((await answer).equals(down)).toBe(true);

    const reading = relay.read();
    expect(reading.connections).toBe(1);
    expect(reading.up.bytes).toBe(up.byteLength);
    expect(reading.down.bytes).toBe(down.byteLength);
    // Node reads 64 KiB at a time.
    expect(reading.up.writes).toBeGreaterThanOrEqual(77);
    expect(reading.up.heldMs === null).toBe(network === null);
  });

  it("counts separate writes", async () => {
    const set = await relayed(network);
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
    const set = await relayed(network);
    const pairs = [await connected(set), await connected(set), await connected(set)];
    const arrived = pairs.map(({ far }) => readAll(far));
    for (const [index, { dialler }] of pairs.entries()) dialler.end(Buffer.alloc(100_000, index));
    for (const [index, bytes] of (await Promise.all(arrived)).entries()) {
      expect(bytes.equals(Buffer.alloc(100_000, index))).toBe(true);
    }
    expect(set.relay.read()).toMatchObject({ connections: 3, up: { bytes: 300_000 } });
  });

  it("holds a bounded number of bytes for an end that does not read, and loses none", async () => {
    const set = await relayed(network);
    const { dialler, far } = await connected(set);
    const block = Buffer.from(randomBytes(1_048_576, 3));
    // The kernel also buffers bytes for the end that does not read: at most 10 MB with Linux defaults.
    const bound = (network === null ? 0 : maxHeldBytes(network)) + 64_000_000;
    const blocks = Math.ceil((1.2 * bound) / block.byteLength);
    const feed = () => {
      for (; fed < blocks; fed++) if (!dialler.write(block)) break;
      if (fed++ >= blocks) dialler.end();
    };
    let fed = 0;
    dialler.on("drain", feed);
    feed();

    // It has stopped when the count is unchanged for ten checks.
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
    expect(last).toBeLessThan(bound);

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
    const set = await relayed(network);
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
    closeLater(() => relay.close());
    const dialler = connect(relay.port, "127.0.0.1");
    expect(await errorOf(dialler)).toBe("ECONNRESET");
  });

  it("passes TLS through without decrypting it", async () => {
    // A pre-shared key needs no certificate.
    const psk = Buffer.from(randomBytes(32, 4));
    const secure = { ciphers: "PSK", minVersion: "TLSv1.2", maxVersion: "TLSv1.2" } as const;
    const server = createTlsServer({ ...secure, pskCallback: () => psk }, (socket) => socket.pipe(socket));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    closeLater(() => server.close());
    const { port } = server.address() as { port: number };
    const relay = await startRelay({ bind: "127.0.0.1", host: "127.0.0.1", port, network });
    closeLater(() => relay.close());

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

  it("closes every connection when it closes, and no longer listens", async () => {
    const set = await relayed(network);
    const { dialler, far } = await connected(set);
    far.write(Buffer.alloc(10_000));
    const closed = Promise.all([
      once(dialler.resume(), "end").catch(() => {}),
      once(far.resume(), "end").catch(() => {}),
    ]);
    await set.relay.close();
    await closed;
    expect(await errorOf(connect(set.relay.port, "127.0.0.1"))).toBe("ECONNREFUSED");
  });
});
