import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { EventEmitter } from "eventemitter3";
import { afterEach, describe, expect, it } from "vitest";
import type { Adapter, Protocol } from "../adapter/contract.js";
import { defineAdapter } from "../adapter/define-adapter.js";
import chaos from "../fixtures/chaos-adapter.js";
import { failureOf } from "../fixtures/failure-of.js";
import { option } from "../options/option.js";
import type { ReceiverEvents, ReceiverServer, ServeReceiversOptions } from "../options/serve-options.js";
import { typicalRound } from "../result/typical-round.js";
import { runBenchmark } from "../run/run-benchmark.js";
import { memory } from "../testing/memory-adapter.js";
import { RECEIVER_API } from "./call-api.js";
import { connectReceiver } from "./connect-receiver.js";
import type { SessionOpened, SessionRequest } from "./control-types.js";
import { sendPayloads } from "./fixtures/send-payloads.js";
import { requestOf } from "./http-message.js";
import { CONTRACT_VERSION, CORE_VERSION, sessionRequest } from "./identity.js";
import type { ReceiverConnection } from "./receiver-connection.js";
import { serveReceivers } from "./serve-receivers.js";

const token = "secret";
const payload = Uint8Array.from([1, 2, 3]);
const run = { adapters: [chaos()], payload: { sizeBytes: 5_000 }, count: 4, warmupCount: 1 };

let server: ReceiverServer | undefined;
const connections: ReceiverConnection[] = [];

afterEach(async () => {
  for (const connection of connections.splice(0)) await connection.disconnect();
  await server?.close();
  server = undefined;
});

async function serve(options: Partial<ServeReceiversOptions> = {}): Promise<ReceiverServer> {
  server = await serveReceivers({ adapters: [chaos()], token, ...options });
  return server;
}

function connect(url: string, bearer: string | null = token): ReceiverConnection {
  const connection = connectReceiver({ url, token: bearer ?? undefined, tls: null });
  connections.push(connection);
  return connection;
}

const copied = { kind: "bytes", from: null, payloads: [payload] } as const;
const requestFor = (adapter: Adapter = chaos()): SessionRequest =>
  sessionRequest(adapter, { maxPayloadBytes: 10_000, payloads: [copied] });

/** A port that is already in use. */
async function listening(onSocket?: (socket: Socket) => void): Promise<{ port: number; other: Server }> {
  const other = createServer(onSocket);
  other.listen(0, "127.0.0.1");
  await once(other, "listening");
  return { port: (other.address() as { port: number }).port, other };
}

describe("serveReceivers", () => {
  it("serves sessions one after another, and emits their events", async () => {
    const events = new EventEmitter<ReceiverEvents>();
    const seen: unknown[] = [];
    events.on("session-opened", ({ adapter, codec, url }) => seen.push([adapter, codec, url]));
    events.on("session-closed", ({ report, ended }) => seen.push([report.counts.received, ended]));
    const { url } = await serve({ events });
    const { control } = connect(url);
    const adapter = chaos({ codec: "json-base64" });
    for (const count of [2, 3]) {
      const { session, endpoint, secret } = await control.openSession(requestFor(adapter));
      await control.startPhase({ session, phase: "measure", firstSequence: 0, firstPayload: 0 });
      await sendPayloads(adapter, { endpoint, secret }, Array(count).fill(payload));
      await control.closeSession({ session });
      expect(seen.splice(0)).toEqual([
        ["chaos", "json-base64", endpoint?.url],
        [count, "closed"],
      ]);
    }
  });

  it("creates the adapter with the options of the session, and refuses bad ones", async () => {
    const { url } = await serve();
    const { control } = connect(url);
    const adapter = chaos({ damageAt: 1 });
    const { session, endpoint, secret } = await control.openSession(requestFor(adapter));
    await control.setReferences({ session, source: 0, index: 0, sizes: null, payload });
    await control.startPhase({ session, phase: "measure", firstSequence: 0, firstPayload: 0 });
    await sendPayloads(adapter, { endpoint, secret }, [payload, payload, payload]);
    expect((await control.collect({ session })).counts).toMatchObject({ received: 3, damagedSequences: [1] });
    await control.closeSession({ session });
    const request = requestFor();
    const bad = { ...request, adapter: { ...request.adapter, options: { dropAt: "x" } } };
    const error = await failureOf(control.openSession(bad));
    expect(error.code).toBe("INVALID_OPTION");
    expect(error.message).toContain("`chaos.dropAt`");
  });

  it("listens on the port of the adapter while a session is open", async () => {
    const { port, other } = await listening();
    other.close();
    await once(other, "close");
    const { url } = await serve({ ports: { chaos: port } });
    const { endpoint } = await connect(url).control.openSession(requestFor());
    expect(endpoint).toEqual({ url: `tcp://127.0.0.1:${port}` });
  });

  it("dials the sender in a push, and does not listen", async () => {
    const { url } = await serve();
    const { control } = connect(url);
    const { session, endpoint } = await control.openSession(requestFor(chaos({ direction: "push" })));
    expect(endpoint).toBeNull();
    const { port, other } = await listening((socket) => void socket.destroy());
    const dialled = control.dial({ session, endpoint: { url: `tcp://192.0.2.1:${port}` } });
    expect((await dialled).connectMs).toBeGreaterThan(0);
    other.close();
    const nobody = { session, endpoint: { url: `tcp://127.0.0.1:${port}` } };
    await once(other, "close");
    expect(await failureOf(control.dial(nobody))).toMatchObject({ code: "CONNECT_FAILED" });
  });

  it.each([null, "wrong"])("refuses the token %j", async (wrong) => {
    const { url } = await serve();
    const error = await failureOf(connect(url, wrong).control.identify({}));
    expect(error.code).toBe("UNAUTHORIZED");
    expect(error.message).toContain(url);
    const lease = await fetch(`${url}/v1/lease/x`, { headers: { authorization: `Bearer ${wrong}` } });
    expect(lease.status).toBe(401);
  });

  it("answers /health without a token", async () => {
    const { url } = await serve();
    const health = await fetch(`${url}/health`);
    const { node } = process.versions;
    expect(await health.json()).toEqual({
      status: "ok",
      contract: CONTRACT_VERSION,
      core: CORE_VERSION,
      node,
    });
  });

  it("accepts one session at a time", async () => {
    const { url } = await serve();
    const { control } = connect(url);
    const { session } = await control.openSession(requestFor());
    const second = await failureOf(connect(url).control.openSession(requestFor()));
    expect(second.code).toBe("RECEIVER_BUSY");
    await control.closeSession({ session });
    await connect(url).control.openSession(requestFor());
  });

  it("is free as soon as the connection of the lease breaks", async () => {
    const { url } = await serve();
    const headers = { authorization: `Bearer ${token}` };
    const sender = new AbortController();
    const { path, body } = requestOf(RECEIVER_API, "openSession", requestFor());
    const opened = await fetch(url + path, { method: "POST", headers, body: String(body) });
    const { session } = (await opened.json()) as SessionOpened;
    const lease = await fetch(`${url}/v1/lease/${session}`, { headers, signal: sender.signal });
    expect(lease.status).toBe(200);
    const { control } = connect(url);
    expect((await control.collect({ session })).phase).toBeNull();
    sender.abort();
    await expect.poll(() => control.collect({ session }).catch(({ code }) => code)).toBe("SESSION_NOT_FOUND");
    await control.openSession(requestFor());
    expect((await fetch(`${url}/v1/lease/${session}`, { headers })).status).toBe(404);
  });

  it("serves only registered adapters", async () => {
    const { url } = await serve();
    const { control } = connect(url);
    const unknown = await failureOf(control.openSession(requestFor(memory())));
    expect(unknown.code).toBe("UNKNOWN_ADAPTER");
    expect(unknown.message).toContain('"memory"');
    const codec = await failureOf(
      control.openSession({ ...requestFor(), adapter: { ...requestFor().adapter, codec: "x" } }),
    );
    expect(codec.code).toBe("ADAPTER_NOT_LOADABLE");
  });

  it("does not load the module of a registered adapter again: this process may have no loader for it", async () => {
    const { protocol, options } = chaos();
    const { listen, dial } = protocol as Required<Protocol>;
    const deep = defineAdapter<{ depth: number }>({
      name: "deep",
      module: "file:///nowhere/deep.ts",
      schemes: protocol.schemes,
      options: { depth: option.integer(1, { min: 1, max: 9 }) },
      listen: (context) => listen(context, options),
      dial: (endpoint, context) => dial(endpoint, context, options),
    });
    const { url } = await serve({ adapters: [deep()] });
    const { control } = connect(url);
    const { adapter, ...request } = requestFor(deep({ depth: 9 }));
    expect((await control.openSession({ ...request, adapter })).endpoint?.url).toMatch(/^tcp:/);
    const wrong = { ...request, adapter: { ...adapter, options: { depth: 10 } } };
    await server?.close();
    const again = connect((await serve({ adapters: [deep()] })).url);
    expect((await failureOf(again.control.openSession(wrong))).code).toBe("INVALID_OPTION");
  });

  it("serves an adapter without a factory and a module only with unchanged options", async () => {
    const { module: _, ...protocol } = chaos().protocol;
    const changed = { ...chaos(), protocol: { ...protocol, module: undefined } };
    const { url } = await serve({ adapters: [changed] });
    const { control } = connect(url);
    const request = requestFor(changed);
    const others = { ...request, adapter: { ...request.adapter, options: { fast: true } } };
    expect((await failureOf(control.openSession(others))).code).toBe("INVALID_OPTION");
    expect((await control.openSession(request)).endpoint?.url).toMatch(/^tcp:/);
  });

  it("reports in one line that no receiver answers, or that something else does", async () => {
    const { url, close } = await serve();
    await close();
    const gone = await failureOf(connect(url).control.identify({}));
    expect(gone.code).toBe("RECEIVER_UNREACHABLE");
    expect(gone.message).toContain(url);
    const { port, other } = await listening((socket) => void socket.end("SSH-2.0-x\r\n"));
    const error = await failureOf(connect(`http://127.0.0.1:${port}`).control.identify({}));
    expect(error.code).toBe("RECEIVER_UNREACHABLE");
    expect(error.message).not.toContain("\n");
    other.close();
  });

  it("reports at start that a port is in use", async () => {
    const { port, other } = await listening();
    for (const options of [{ ports: { chaos: port } }, { control: { port } }]) {
      const error = await failureOf(serve(options));
      expect(error.code).toBe("LISTEN_FAILED");
      expect(error.message).toContain(`127.0.0.1:${port}`);
    }
    other.close();
  });

  it.each<[object, string]>([
    [{ control: { host: "0.0.0.0" }, token: undefined }, "token"],
    [{ ports: { ws: 1 } }, "ports.ws"],
    [{ ports: { chaos: 70_000 } }, "ports.chaos"],
    [{ control: { port: -1 } }, "control.port"],
    [{ adapters: [] }, "adapters"],
    [{ adapters: [memory] }, "adapters[0]"],
    [{ adapters: ["ws"] }, "adapters[0]"],
    [{ ports: 4000 }, "ports"],
    [{ control: 4000 }, "control"],
    [{ codecs: [{ name: "x" }] }, "codecs"],
    [{ token: "a b" }, "token"],
    [{ tokens: "x" }, "tokens"],
  ])("refuses %j", async (options, field) => {
    const error = await failureOf(serve(options as Partial<ServeReceiversOptions>));
    expect(error.code).toBe("INVALID_OPTION");
    expect(error.message).toContain(`\`${field}\``);
  });
});

describe("a run with a remote receiver", () => {
  it("completes, and its result does not contain the token", async () => {
    const { url } = await serve();
    const adapters = [chaos(), chaos({ direction: "push" })];
    const result = await runBenchmark({ ...run, adapters, receiver: { url, token } });
    expect(result.status).toBe("completed");
    expect(result.settings).toMatchObject({ receiver: "remote", receiverUrl: url });
    expect(JSON.stringify(result)).not.toContain(token);
    for (const timing of result.timings) {
      const { clock, counts } = typicalRound(timing);
      expect(clock.kind).toBe("shared");
      expect(counts).toMatchObject({ acknowledged: 4, lost: 0, damaged: 0 });
    }
  });

  it("ends with RECEIVER_LOST when the server closes during the run, and keeps what was measured", async () => {
    const { url, close } = await serve();
    const events = new EventEmitter();
    events.on("transmission", () => void close());
    const error = await failureOf(runBenchmark({ ...run, delayMs: 300, receiver: { url, token }, events }));
    expect(error.code).toBe("RECEIVER_LOST");
    expect(error.result?.timings[0]?.rounds[0]?.counts.acknowledged).toBeGreaterThan(0);
  });
});
