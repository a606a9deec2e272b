// Options that real deployments set. Each test reads back from the wire or the sockets that the option took effect.
import { randomBytes } from "node:crypto";
import { Socket } from "node:net";
import { type BenchmarkOptions, runBenchmark, serveReceivers, typicalRound } from "@wireduel/core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ws } from "./adapter.js";

type Given = NonNullable<Parameters<typeof ws>[0]>;

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  for (const close of cleanUp.splice(0).reverse()) await close();
});

/** The round of one run, in this process. */
async function measured(options: Given, more: Partial<BenchmarkOptions> = {}) {
  const { status, timings } = await runBenchmark({
    adapters: [ws(options)],
    payload: new Uint8Array(50_000),
    count: 4,
    warmupCount: 0,
    receiver: "inline",
    ...more,
  });
  expect(status).toBe("completed");
  const [timing] = timings;
  if (timing === undefined) throw new Error("no timing");
  return typicalRound(timing);
}

const refusalOf = (options: object): string => {
  try {
    ws(options as Given);
  } catch (error) {
    expect(error).toMatchObject({ code: "INVALID_OPTION" });
    return (error as Error).message;
  }
  throw new Error("nothing was refused");
};

/** Random bytes do not get smaller alone. Sent again and again, they repeat what was sent before. */
const random = randomBytes(10_000);
/** Hexadecimal digits, which get about half as large. */
const hex = Buffer.from(randomBytes(25_000).toString("hex"));

/** What passes on the wire with payloads in the direction of the sender, for each byte of payload. */
async function wireRatio(
  perMessageDeflate: Given["perMessageDeflate"],
  payload: Uint8Array,
  more: Given = {},
) {
  const { wire, ends } = await measured({ perMessageDeflate, ...more }, { payload, wireBytes: true });
  if (wire === null) throw new Error("no wire bytes");
  const bytes = more.direction === "push" ? wire.steady.downBytes : wire.steady.upBytes;
  const dialler = more.direction === "push" ? ends.receivers[0] : ends.senders[0];
  const listener = more.direction === "push" ? ends.senders[0] : ends.receivers[0];
  expect(listener?.settings.extensions).toBe(dialler?.settings.extensions);
  return { ratio: bytes / wire.steady.payloadBytes, extensions: String(dialler?.settings.extensions) };
}

describe("perMessageDeflate", () => {
  it("compresses nothing by default, though the client offers it", async () => {
    expect(await wireRatio(undefined, new Uint8Array(50_000))).toMatchObject({ extensions: "" });
    const { wire } = await measured({}, { wireBytes: true });
    expect(wire?.steady.upBytes).toBeGreaterThan(wire?.steady.payloadBytes ?? Number.NaN);
  });

  it.each(["upload", "push"] as const)(
    "compresses in an %s, with the messages before as context",
    async (direction) => {
      const { ratio, extensions } = await wireRatio(true, random, { direction });
      expect(extensions).toBe("permessage-deflate");
      expect(ratio).toBeLessThan(0.1);
    },
  );

  it("compresses each message alone without context takeover", async () => {
    const alone = { clientNoContextTakeover: true };
    const { ratio, extensions } = await wireRatio(alone, random);
    expect(extensions).toBe("permessage-deflate; client_no_context_takeover");
    expect(ratio).toBeGreaterThan(1);
    expect((await wireRatio({ serverNoContextTakeover: true }, random)).ratio).toBeLessThan(0.1);
  });

  it("looks no further back than the window", async () => {
    const { ratio, extensions } = await wireRatio(
      { clientMaxWindowBits: 9, serverMaxWindowBits: 10 },
      random,
    );
    expect(extensions).toBe("permessage-deflate; server_max_window_bits=10; client_max_window_bits=9");
    expect(ratio).toBeGreaterThan(1);
  });

  it("passes zlib's level and memory level on", async () => {
    const alone = { clientNoContextTakeover: true, serverNoContextTakeover: true };
    const ratioOf = async (zlibDeflateOptions: object) =>
      (await wireRatio({ ...alone, zlibDeflateOptions, zlibInflateOptions: { chunkSize: 1_024 } }, hex))
        .ratio;
    const [packed, fast, usual] = [
      await ratioOf({ level: 0 }),
      await ratioOf({ memLevel: 1 }),
      await ratioOf({}),
    ];
    expect(packed).toBeGreaterThan(1);
    expect(fast).toBeLessThan(0.8);
    expect(fast).not.toBe(usual);
  });

  it.each([1_000, 50_000])(
    "compresses no message below the threshold, also one in parts: %d bytes",
    async (size) => {
      const alone = { clientNoContextTakeover: true, threshold: size };
      expect((await wireRatio(alone, new Uint8Array(size - 100))).ratio).toBeGreaterThan(1);
      expect((await wireRatio(alone, new Uint8Array(size))).ratio).toBeLessThan(0.5);
    },
  );

  it("works with fragments, and at a receiver server", async () => {
    const server = await serveReceivers({ adapters: [ws()] });
    cleanUp.push(() => server.close());
    const options = { perMessageDeflate: { clientMaxWindowBits: 12 }, fragmentBytes: 4_096 };
    const { ends, counts } = await measured(options, { receiver: { url: server.url } });
    expect(ends.receivers[0]?.settings.extensions).toBe("permessage-deflate; client_max_window_bits=12");
    expect(counts).toMatchObject({ acknowledged: 4, damaged: 0 });
  });

  it.each<[unknown, string]>([
    ["yes", "`ws.perMessageDeflate`"],
    [null, "`ws.perMessageDeflate`"],
    [{ level: 3 }, "`level`"],
    [{ treshold: 3 }, "did you mean `threshold`"],
    [{ threshold: 500 }, "NoContextTakeover"],
    [{ clientMaxWindowBits: 8 }, "`ws.perMessageDeflate.clientMaxWindowBits`"],
    [{ zlibDeflateOptions: { level: 10 } }, "`ws.perMessageDeflate.zlibDeflateOptions.level`"],
    [{ zlibDeflateOptions: null }, "`ws.perMessageDeflate.zlibDeflateOptions`"],
  ])("refuses %j", (perMessageDeflate, named) => {
    expect(refusalOf({ perMessageDeflate })).toContain(named);
  });

  it("is in the label", () => {
    const given = { zlibDeflateOptions: { level: 3 }, threshold: 64, clientNoContextTakeover: true };
    expect(ws({ perMessageDeflate: given }).label).toBe(
      "WebSocket, deflate level 3 threshold 64 clientNoContextTakeover",
    );
  });
});

describe("noDelay", () => {
  /** What each socket of a run was told last. Both ends have one. */
  async function lastWords(options: Given): Promise<boolean[]> {
    const told = new Map<Socket, boolean>();
    const original = Socket.prototype.setNoDelay;
    vi.spyOn(Socket.prototype, "setNoDelay").mockImplementation(function (this: Socket, enable = true) {
      told.set(this, enable);
      return original.call(this, enable);
    });
    await measured(options);
    return [...told.values()];
  }

  it.each<Given>([{}, { tls: "local" }, { direction: "push" }])(
    "is on at both ends, as in ws, and off on request: %j",
    async (options) => {
      expect(await lastWords(options)).toEqual([true, true]);
      vi.restoreAllMocks();
      expect(await lastWords({ ...options, noDelay: false })).toEqual([false, false]);
    },
  );

  it("is refused if it is no flag", () => {
    expect(refusalOf({ noDelay: "no" })).toContain("`ws.noDelay`");
  });
});
