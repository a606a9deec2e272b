// The listening end with clients that do not follow the protocol.
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { frameBytes, type LinkContext, type Listener, lengthPrefix } from "@wireduel/core/adapter";
import { afterEach, describe, expect, it } from "vitest";
import { settled } from "../../core/src/fixtures/settled.js";
import { tcp } from "./adapter.js";

const SECRET = "0123456789abcdefghijABCDEFGHIJ-_";
const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of cleanUp.splice(0).reverse()) await close();
});

/** A listening receiver. */
async function listen(onFrame: LinkContext["onFrame"]): Promise<Listener> {
  const { protocol, options } = tcp();
  const end = {
    role: "receiver",
    codec: { name: "raw", text: false },
    limits: { maxFrameBytes: 1_000 },
    secret: SECRET,
    signal: new AbortController().signal,
  } as const;
  const admits = (secret: string | undefined) => secret === SECRET;
  const listener = await protocol.listen?.(
    {
      ...end,
      host: "127.0.0.1",
      port: 0,
      admits,
      accept(open, secret) {
        if (!admits(secret)) return false;
        open({ ...end, onFrame });
        return true;
      },
      onError() {},
    },
    options,
  );
  if (listener === undefined) throw new Error("tcp listens");
  cleanUp.push(() => listener.close());
  return listener;
}

async function client({ endpoint }: Listener): Promise<Socket> {
  const { hostname, port } = new URL(endpoint.url);
  const socket = connect(Number(port), hostname);
  cleanUp.push(() => socket.destroy());
  socket.on("error", () => {});
  await once(socket, "connect");
  return socket;
}

/** The bytes of their replies are less than 64 MiB. */
const SMALL_FRAMES = 1_000_000;
const frame = Buffer.concat([lengthPrefix(1), Buffer.of(7)]);

describe("the listening end", () => {
  it("closes a connection that does not begin with the secret, and delivers nothing of it", async () => {
    let frames = 0;
    const listener = await listen(() => {
      frames++;
      return [];
    });
    for (const begin of ["x".repeat(32), SECRET.toLowerCase(), "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"]) {
      const socket = (await client(listener)).resume();
      socket.write(Buffer.concat([Buffer.from(begin), frame]));
      await once(socket, "close");
    }
    expect(frames).toBe(0);
  });

  it("reads the secret however it arrives, and the frames after it", async () => {
    let frames = 0;
    const listener = await listen(() => {
      frames++;
      return [];
    });
    const socket = (await client(listener)).resume();
    socket.setNoDelay(true);
    const bytes = Buffer.concat([Buffer.from(SECRET), frame, frame]);
    for (const [from, to] of [
      [0, 5],
      [5, 31],
      [31, 40],
      [40, bytes.length],
    ]) {
      socket.write(bytes.subarray(from, to));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await expect.poll(() => frames).toBe(2);
    const whole = (await client(listener)).resume();
    whole.write(bytes);
    await expect.poll(() => frames).toBe(4);
  });

  it("reads no more frames while replies are not read", async () => {
    const reply = [new Uint8Array(2 ** 20)];
    let frames = 0;
    const listener = await listen(() => {
      frames++;
      return reply;
    });
    const socket = await client(listener);
    socket.pause();
    socket.write(SECRET);
    const sent = 1_000;
    // Not in one chunk: what has arrived is delivered.
    for (let index = 0; index < sent; index++) {
      socket.write(frame);
      if (index % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await expect.poll(() => frames).toBeGreaterThan(60);
    await settled(() => frames);
    expect(frames).toBeLessThan(sent / 2);
    let bytes = 0;
    socket.on("data", (chunk) => {
      bytes += chunk.byteLength;
    });
    socket.resume();
    // A gigabyte takes long on a busy machine.
    await expect.poll(() => bytes, { timeout: 100_000 }).toBe(sent * (4 + frameBytes(reply)));
  });

  it("counts what small replies take beside their bytes", async () => {
    let frames = 0;
    const listener = await listen(() => {
      frames++;
      return [Buffer.alloc(20)];
    });
    const socket = await client(listener);
    socket.pause();
    socket.write(SECRET);
    const many = Buffer.concat(Array(10_000).fill(frame));
    for (let sent = 0; sent < SMALL_FRAMES; sent += 10_000) {
      socket.write(many);
      await new Promise(setImmediate);
    }
    await expect.poll(() => frames).toBeGreaterThan(0);
    await settled(() => frames);
    // The system's buffers have some of them, too.
    expect(frames).toBeLessThan(SMALL_FRAMES * 0.7);
  });
});
