import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { codecs } from "../codec/built-in.js";
import type { Codec } from "../codec/codec.js";
import { binaryReceipts } from "../codec/receipt.js";
import { serveReceivers } from "../control/serve-receivers.js";
import chaos from "../fixtures/chaos-adapter.js";
import type { PayloadOption } from "../options/payload-option.js";
import { memory } from "../testing/memory-adapter.js";
import { onlyRound, onlyTiming } from "./fixtures/only.js";
import { runBenchmark } from "./run-benchmark.js";

const folder = mkdtempSync(join(tmpdir(), "wireduel-run-payloads-"));
afterAll(() => rmSync(folder, { recursive: true }));
const base = { count: 9, warmupCount: 4, connectTimeoutMs: 60_000 };
const none = { failed: 0, lost: 0, damaged: 0, duplicated: 0 };

describe("payload sets", { timeout: 120_000 }, () => {
  it.each(["inline", "process"] as const)(
    "are the same at both ends, from any source: %s",
    async (receiver) => {
      const lines = join(folder, "lines.ndjson");
      writeFileSync(lines, Array.from({ length: 700 }, (_, index) => `{"line":${index}}\n`).join(""));
      const payload = [
        { sizeBytes: 100, kind: "json" },
        { lines },
        Buffer.from("some bytes"),
        { sizeBytes: 70_000 },
      ] as const;
      const result = await runBenchmark({ ...base, adapters: [chaos()], payload, receiver, count: 2_900 });
      expect(onlyRound(result).counts).toMatchObject({ sent: 2_900, ...none });
      expect(onlyTiming(result).payload.sources).toMatchObject([
        { kind: "json", from: null, seed: 1, distinct: 2_904 },
        { kind: "lines", from: lines, seed: null, distinct: 700, leastBytes: 10, mostBytes: 12 },
        { kind: "bytes", distinct: 1, meanBytes: 10 },
        { kind: "random", leastBytes: 70_000 },
      ]);
    },
  );

  it("have a hash in the result if they were given, which depends on their bytes and where each of them ends", async () => {
    const hashOf = async (payload: PayloadOption) => {
      const result = await runBenchmark({
        ...base,
        adapters: [chaos()],
        payload,
        receiver: "inline",
        count: 2,
      });
      return onlyTiming(result).payload.sources.map(({ sha256 }) => sha256);
    };
    const [ab, file] = [Buffer.from("ab"), join(folder, "ab.txt")];
    writeFileSync(file, ab);
    const [hash] = await hashOf(ab);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(await hashOf({ file })).toEqual([hash]);
    for (const other of [Buffer.from("ac"), [Buffer.from("a"), Buffer.from("b")]]) {
      expect(await hashOf(other)).not.toContain(hash);
    }
    expect(await hashOf({ sizeBytes: 2 })).toEqual([null]);
  });

  it("reach a remote receiver and the processes of several rounds", async () => {
    const lines = join(folder, "many.txt");
    writeFileSync(lines, Array.from({ length: 1_200 }, (_, index) => `line ${index}\n`).join(""));
    const payload = [{ lines }, { sizeBytes: 2_000, kind: "text" }] as const;
    const server = await serveReceivers({ adapters: [chaos()] });
    try {
      const receiver = { url: server.url };
      const run = { ...base, adapters: [chaos()], payload, replyBytes: 300, rounds: 2, count: 2_500 };
      const result = await runBenchmark({ ...run, receiver });
      expect(result.status).toBe("completed");
      for (const { counts } of onlyTiming(result).rounds)
        expect(counts).toMatchObject({ sent: 2_500, ...none });
    } finally {
      await server.close();
    }
  });

  it("may be empty, also for a remote receiver", async () => {
    const server = await serveReceivers({ adapters: [chaos()] });
    try {
      const payload = [Buffer.alloc(0), { sizeBytes: 3 }];
      const run = { ...base, adapters: [chaos()], payload, receiver: { url: server.url } };
      expect(onlyRound(await runBenchmark(run)).counts).toMatchObject({ acknowledged: 9, ...none });
    } finally {
      await server.close();
    }
  });

  it("leave room for receipts, however small they are", async () => {
    const run = { ...base, adapters: [chaos()], payload: { sizeBytes: 1 }, maxPayloadBytes: 1 };
    expect(onlyRound(await runBenchmark(run)).counts).toMatchObject({ acknowledged: 9, ...none });
  });

  it("begin the measured payloads with the first, whatever the warm-up sent", async () => {
    const payload = [1, 2, 3].map((size) => new Uint8Array(size));
    for (const warmupCount of [0, 1, 4]) {
      const run = { ...base, adapters: [memory()], payload, receiver: "inline", warmupCount } as const;
      const { transmissions, counts } = onlyRound(await runBenchmark(run));
      expect(transmissions.map(({ payloadBytes }) => payloadBytes)).toEqual([1, 2, 3, 1, 2, 3, 1, 2, 3]);
      expect(counts).toMatchObject(none);
    }
  });
});

describe("replyBytes", { timeout: 120_000 }, () => {
  const payload = { sizeBytes: 500 };

  it.each(["raw", "json-array", "json-base64"] as const)(
    "makes the receiver reply with that many bytes: %s",
    async (codec) => {
      const result = await runBenchmark({
        ...base,
        adapters: [chaos({ codec })],
        payload,
        replyBytes: 30_000,
      });
      expect(result.status).toBe("completed");
      expect(onlyTiming(result).payload.replyBytes).toBe(30_000);
      expect(onlyRound(result).counts).toMatchObject({ acknowledged: 9, ...none });
    },
  );

  /** A codec that fails with a reply. Replies have 50 bytes, and payloads 10. */
  const failing = (how: Partial<Codec>): Codec => ({ ...codecs.raw, name: "failing", ...how });
  const isReply = (bytes: number) => bytes >= 50;
  it.each<[string, Codec, RegExp]>([
    [
      "decode throws",
      failing({
        decode(frame) {
          if (isReply(frame.byteLength)) throw new Error("cannot parse");
          return codecs.raw.decode(frame);
        },
      }),
      /codec failing.*cannot parse/,
    ],
    [
      "decode returns something else",
      failing({
        decode(frame) {
          const message = codecs.raw.decode(frame);
          return isReply(frame.byteLength) ? ({ ...message, payload: "text" } as never) : message;
        },
      }),
      /codec failing.*Uint8Array/,
    ],
    [
      "encode throws",
      failing({
        encode(message) {
          if (isReply(message.payload.byteLength)) throw new Error("cannot write");
          return codecs.raw.encode(message);
        },
      }),
      /^0 bytes came as a reply, 50 were expected$/,
    ],
    [
      "its receipts ignore the payload",
      failing({ receipts: binaryReceipts }),
      /50 were expected; .*receipts/,
    ],
  ])("fails each payload at once if the codec fails with replies: %s", async (_, codec, message) => {
    const run = { ...base, payload: { sizeBytes: 10 }, replyBytes: 50, receiver: "inline" } as const;
    const result = await runBenchmark({ ...run, adapters: [memory({ codec })], timeoutMs: 100_000 });
    const { failures, counts, status } = onlyRound(result);
    expect([status, counts.failed]).toEqual(["completed", 9]);
    expect(failures).toMatchObject([{ code: "REPLY_DAMAGED", count: 9 }]);
    expect(failures[0]?.first).toMatch(message);
  });

  it("is counted on the wire, in both directions", async () => {
    const run = { ...base, adapters: [chaos()], payload, wireBytes: true } as const;
    const [without, with_] = [
      onlyRound(await runBenchmark(run)).wire?.steady,
      onlyRound(await runBenchmark({ ...run, replyBytes: 3_000 })).wire?.steady,
    ];
    expect(without?.replyBytes).toBe(0);
    expect(with_?.replyBytes).toBe(3_000 * (with_?.payloads ?? 0));
    const perPayload = (steady: typeof with_) => (steady?.downBytes ?? 0) / (steady?.payloads ?? 0);
    expect(perPayload(with_) - perPayload(without)).toBeGreaterThan(3_000);
    expect(with_?.overheadRatio).toBeLessThan(1.1);
  });
});
