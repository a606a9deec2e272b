// Options that real deployments set. Each test reads back from the other end that the option took effect.
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type ClientHttp2Session, connect, type Settings } from "node:http2";
import { createRequire } from "node:module";
import { type BenchmarkOptions, runBenchmark, serveReceivers, typicalRound } from "@wireduel/core";
import type { Listener } from "@wireduel/core/adapter";
import { afterEach, describe, expect, it } from "vitest";
import { grpc } from "./adapter.js";
import { knownChannelOptions } from "./pass-through.js";

type Given = NonNullable<Parameters<typeof grpc>[0]>;

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of cleanUp.splice(0).reverse()) await close();
});

/** The round of one run, in this process. */
async function measured(options: Given, more: Partial<BenchmarkOptions> = {}) {
  const { status, timings } = await runBenchmark({
    adapters: [grpc(options)],
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

const settingsOf = async (options: Given, more?: Partial<BenchmarkOptions>) =>
  (await measured(options, more)).ends.receivers[0]?.settings;

/** Metadata with this many texts. */
const many = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, "v"]));

async function rawSession(options: Given): Promise<ClientHttp2Session> {
  return (await rawListener(options)).session;
}

const SECRET = "0123456789abcdefghijABCDEFGHIJ-_";

/** A listening end, and an HTTP/2 session with it. */
async function rawListener(options: Given): Promise<{ session: ClientHttp2Session; listener: Listener }> {
  const adapter = grpc(options);
  const running = new AbortController();
  const listening = adapter.protocol.listen?.(
    {
      role: "receiver",
      codec: { name: "protobuf", text: false },
      limits: { maxFrameBytes: 1e6 },
      secret: SECRET,
      signal: running.signal,
      host: "127.0.0.1",
      port: 0,
      accept: () => true,
      admits: (secret) => secret === SECRET,
      onError() {},
    },
    adapter.options,
  );
  const listener = (await listening) as Listener;
  cleanUp.push(() => listener.close());
  const session = connect(listener.endpoint.url.replace("grpc:", "http:"));
  cleanUp.push(() => session.destroy());
  return { session, listener };
}

const refusalOf = (options: object): string => {
  try {
    grpc(options as Given);
  } catch (error) {
    expect(error).toMatchObject({ code: "INVALID_OPTION" });
    return (error as Error).message;
  }
  throw new Error("nothing was refused");
};

describe("keepalive", () => {
  // The timer of the pings is due in each pause, and a ping arrives before the next payload.
  const paused = { count: 6, delayMs: 40 };

  it.each<Given>([
    { keepalive: { timeMs: 10 } },
    { keepalive: { timeMs: 10, timeoutMs: 5_000, permitWithoutCalls: true }, call: "unary" },
  ])("sends pings that the listening end receives: %j", async (options) => {
    expect((await settingsOf(options, paused))?.pingsReceived).toBeGreaterThan(0);
  });

  it("sends none by default, none from a client without calls, and none if only the server pings", async () => {
    for (const options of [
      {},
      { keepalive: { timeMs: 10, from: "server" } },
      { keepalive: { timeMs: 100_000 }, call: "unary" },
    ] satisfies Given[]) {
      expect(await settingsOf(options, paused)).not.toHaveProperty("pingsReceived");
    }
  });

  it.each(["server", "both"] as const)("of the server reaches a client: %s", async (from) => {
    const session = await rawSession({ keepalive: { timeMs: 10, from } });
    await new Promise<void>((resolve) => session.once("ping", () => resolve()));
  });

  it.each<[object, string]>([
    [{ keepalive: {} }, "`grpc.keepalive.timeMs`"],
    [{ keepalive: { timeMs: 0 } }, "`grpc.keepalive.timeMs`"],
    [{ keepalive: { timeMs: 1, timeoutMs: -1 } }, "`grpc.keepalive.timeoutMs`"],
    [{ keepalive: { timeMs: 1, timeOutMs: 5 } }, "`timeoutMs`"],
    [{ keepalive: 5 }, "`grpc.keepalive`"],
  ])("refuses %j", (options, named) => {
    expect(refusalOf(options)).toContain(named);
  });
});

describe("compression", () => {
  it.each<Given>([
    { compression: "gzip" },
    { compression: "deflate", codec: "protobuf-parts" },
    { compression: "gzip", call: "unary", profile: "tuned" },
  ])("compresses payloads, and the receiver gets them unchanged: %j", async (options) => {
    const { wire, ends, counts } = await measured(options, { wireBytes: true });
    expect(ends.receivers[0]?.settings.requestEncoding).toBe(options.compression);
    expect(wire?.steady.upBytes).toBeLessThan((wire?.steady.payloadBytes ?? 0) / 10);
    expect(counts).toMatchObject({ acknowledged: 4, damaged: 0 });
  });

  it("does not compress by default", async () => {
    const { wire, ends } = await measured({}, { wireBytes: true });
    expect(ends.receivers[0]?.settings.requestEncoding).toBe("identity");
    expect(wire?.steady.upBytes).toBeGreaterThan(wire?.steady.payloadBytes ?? Number.NaN);
  });

  it("is refused in a push, because the server never compresses", () => {
    expect(refusalOf({ compression: "gzip", direction: "push" })).toContain("`grpc.compression`");
    expect(refusalOf({ call: "unary", direction: "push" })).toContain("`grpc.direction`");
  });
});

describe("metadata", () => {
  const metadata = { authorization: "Bearer abc", "x-trace-bin": "AAEC" };

  it.each<Given>([{}, { call: "unary" }])("is in each call, as the server sees it: %j", async (options) => {
    expect((await settingsOf({ ...options, metadata }))?.metadata).toEqual(metadata);
  });

  it("is in the call of the receiver in a push", async () => {
    const { ends } = await measured({ direction: "push", metadata });
    expect(ends.senders[0]?.settings.metadata).toEqual(metadata);
  });

  it.each<[object, string]>([
    [{ "Content Type": "x" }, "Content Type"],
    [{ "grpc-timeout": "1S" }, "grpc-timeout"],
    [{ te: "trailers" }, '`grpc.metadata["te"]`'],
    [{ "user-agent": "me" }, "grpc.primary_user_agent"],
    [{ a: "ü" }, "ASCII"],
    [{ a: " b" }, "spaces"],
    [{ "a-bin": "x" }, "base64"],
    [{ a: 5 }, '`grpc.metadata["a"]`'],
    [{ a: null }, '`grpc.metadata["a"]`'],
    [JSON.parse('{ "__proto__": "x" }'), "__proto__"],
    [many(101), "100"],
    [{ a: "x".repeat(60_000) }, "60000"],
  ])("refuses %j", (given, named) => {
    expect(refusalOf({ metadata: given })).toContain(named);
  });

  it.each([
    "connection",
    "content-length",
    "host",
    "http2-settings",
    "keep-alive",
    "proxy-connection",
    "te",
    "transfer-encoding",
    "upgrade",
  ])("refuses %s, which belongs to the connection", (key) => {
    expect(refusalOf({ metadata: { [key]: "5" } })).toContain(`\`grpc.metadata["${key}"]\``);
  });

  it.each<[string, Record<string, string>]>([
    ["the most texts", many(100)],
    // A backslash is the longest character of HTTP/2's compression.
    ["the most bytes", { a: "\\".repeat(59_999) }],
  ])("with %s arrives", async (_, largest) => {
    for (const options of [{}, { call: "unary", compression: "gzip" }] as const) {
      expect((await settingsOf({ ...options, metadata: largest }))?.metadata).toEqual(largest);
    }
  });

  it("of a client without a user agent has no user agent", async () => {
    const { session, listener } = await rawListener({});
    const stream = session.request({ ":method": "POST", ":path": "/none", "wireduel-secret": SECRET });
    await once(stream, "response");
    stream.destroy();
    expect(listener.describe?.().settings).toMatchObject({ requestEncoding: "identity" });
    expect(listener.describe?.().settings).not.toHaveProperty("userAgent");
  });
});

describe("channelOptions", () => {
  it("reach the client and the server", async () => {
    const channelOptions = { "grpc.primary_user_agent": "duel/1", "grpc.max_concurrent_streams": 7 };
    expect((await settingsOf({ channelOptions }))?.userAgent).toMatch(/^duel\/1 grpc-node-js\//);
    const session = await rawSession({ channelOptions });
    const advertised = await new Promise<Settings>((resolve) => session.once("remoteSettings", resolve));
    expect(advertised.maxConcurrentStreams).toBe(7);
  });

  it.each<[Record<string, unknown> | null, string]>([
    [null, "an object"],
    [{ constructor: 1 }, "unknown option `constructor`"],
    [JSON.parse('{ "__proto__": 1 }'), "unknown option `__proto__`"],
    [{ "grpc.enable_retries": null }, '`grpc.channelOptions["grpc.enable_retries"]`'],
    [{ "grpc.max_concurrent_streams": 0 }, '`grpc.channelOptions["grpc.max_concurrent_streams"]`'],
    [{ "grpc.service_config": "x" }, "JSON"],
    [{ "grpc.service_config": "null" }, '`grpc.channelOptions["grpc.service_config"]`'],
    [{ "grpc.service_config": '{"loadBalancingConfig":5}' }, "loadBalancingConfig"],
    [{ "grpc.default_authority": "a b" }, '`grpc.channelOptions["grpc.default_authority"]`'],
    [{ "grpc.default_authority": "é" }, "ASCII"],
    [{ "grpc.default_authority": "http://a/b" }, "a host"],
    [{ "grpc.primary_user_agent": "a\nb" }, '`grpc.channelOptions["grpc.primary_user_agent"]`'],
    [{ "grpc.secondary_user_agent": "é" }, "ASCII"],
    [{ "grpc.secondary_user_agent": "" }, "1 to 1,000"],
    [{ "grpc.enable_retry": 0 }, "did you mean `grpc.enable_retries`"],
    [{ "grpc.keepalive_time_ms": 5 }, "`keepalive`"],
    [{ "grpc.max_receive_message_length": 5 }, "`maxReceiveMessageBytes`"],
    [{ "grpc-node.flow_control_window": 5 }, "`windowBytes`"],
    [{ "grpc.default_compression_algorithm": 2 }, "`compression`"],
    [{ "grpc.use_local_subchannel_pool": 0 }, "connection of its own"],
    [{ "grpc.enable_retries": 2 }, "from 0 to 1"],
    [{ "grpc.service_config": {} }, "grpc.service_config"],
  ])("refuses %j", (channelOptions, named) => {
    expect(refusalOf({ channelOptions })).toContain(named);
  });

  it.each<Given["channelOptions"]>([
    { "grpc.service_config": '{"methodConfig":[]}' },
    { "grpc.default_authority": "bench.example.com:443" },
    { "grpc.default_authority": "[::1]:5" },
    { "grpc.primary_user_agent": "a b", "grpc.secondary_user_agent": "c" },
    { "grpc.max_concurrent_streams": 1 },
  ])("accepts %j, and runs", async (channelOptions) => {
    expect((await measured({ channelOptions })).counts).toMatchObject({ acknowledged: 4 });
  });

  it("knows every option of this version of grpc-js", () => {
    const require = createRequire(import.meta.url);
    const types = require.resolve("@grpc/grpc-js/build/src/channel-options.d.ts");
    const names = [...readFileSync(types, "utf8").matchAll(/'(grpc[\w.-]+)'\?:/g)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(20);
    expect([...knownChannelOptions].toSorted()).toEqual(names.toSorted());
  });
});

describe("a receiver server", () => {
  it("uses the sender's options", async () => {
    const server = await serveReceivers({ adapters: [grpc()] });
    cleanUp.push(() => server.close());
    const { ends, counts } = await measured(
      { maxReceiveMessageBytes: 8 * 2 ** 20, compression: "gzip", metadata: { a: "b" } },
      { receiver: { url: server.url }, payload: new Uint8Array(5 * 2 ** 20) },
    );
    expect(ends.receivers[0]?.settings).toMatchObject({ requestEncoding: "gzip", metadata: { a: "b" } });
    expect(counts).toMatchObject({ acknowledged: 4, damaged: 0 });
  });
});
