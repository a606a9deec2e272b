import { createServer } from "node:net";
import { EventEmitter } from "eventemitter3";
import { afterEach, describe, expect, it } from "vitest";
import type { BenchmarkEvents } from "../events/events.js";
import chaos from "../fixtures/chaos-adapter.js";
import { failureOf } from "../fixtures/failure-of.js";
import { runBenchmark } from "../run/run-benchmark.js";
import { memory } from "../testing/memory-adapter.js";
import { CONTRACT_VERSION, CORE_VERSION } from "./version.js";
import type { ReceiverEvents, ReceiverServer, ServeReceiversOptions } from "../options/serve-options.js";
import { serveReceivers } from "./serve-receivers.js";

const token = "secret";
const run = { adapters: [chaos()], payload: { sizeBytes: 5_000 }, count: 4, warmupCount: 1 };
const request = {
  sender: { contract: CONTRACT_VERSION },
  adapter: { name: "chaos" },
  codec: { name: "raw" },
  maxPayloadBytes: 10_000,
};

let server: ReceiverServer | undefined;

async function serve(options: Partial<ServeReceiversOptions> = {}): Promise<ReceiverServer> {
  server = await serveReceivers({ adapters: [chaos()], token, ...options });
  return server;
}

afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** The control API as any client sees it. */
async function call(url: string, method: string, path: string, body?: unknown, bearer: string = token) {
  const response = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${bearer}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: body instanceof Uint8Array ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
}

describe("serveReceivers", () => {
  it("serves one run after the other, on one kernel with one clock", async () => {
    const events = new EventEmitter<ReceiverEvents>();
    const closed: number[] = [];
    const opened: string[] = [];
    events.on("session-opened", ({ adapter, codec, url }) =>
      opened.push(`${adapter} ${codec} ${new URL(url ?? "").protocol}`),
    );
    events.on("session-closed", ({ report }) => closed.push(report.counts.received));
    const { url } = await serve({ events });
    for (const row of [1, 2]) {
      const { timings, settings, status } = await runBenchmark({ ...run, receiver: { url, token } });
      expect(status).toBe("completed");
      expect(settings).toMatchObject({ receiver: "remote", receiverUrl: url });
      expect(JSON.stringify(settings)).not.toContain(token);
      expect(timings[0]?.clock?.kind).toBe("shared");
      expect(timings[0]?.counts).toMatchObject({ acknowledged: 4, lost: 0, damaged: 0 });
      expect(closed).toHaveLength(row);
    }
    expect(closed).toEqual([4, 4]);
    expect(opened).toEqual(["chaos raw tcp:", "chaos raw tcp:"]);
  });

  it("hears the session's own options, and refuses those that its factory refuses", async () => {
    const { url } = await serve();
    const { timings } = await runBenchmark({
      ...run,
      adapters: [chaos({ damageAt: 2 })],
      receiver: { url, token },
    });
    expect(timings[0]?.counts.damaged).toBe(1);
    const bad = await call(url, "POST", "/v1/sessions", {
      ...request,
      adapter: { name: "chaos", options: { dropAt: "x" } },
    });
    expect(bad).toMatchObject({ status: 400, body: { error: { code: "INVALID_OPTION" } } });
    expect(bad.body.error.message).toMatch(/`chaos\.dropAt`/);
  });

  it("listens on the port that the adapter was given, while a session is open", async () => {
    const probe = createServer();
    await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
    const { port } = probe.address() as { port: number };
    await new Promise((resolve) => probe.close(resolve));
    const { url } = await serve({ ports: { chaos: port } });
    const opened = await call(url, "POST", "/v1/sessions", request);
    expect(opened).toMatchObject({ status: 201, body: { endpoint: { url: `tcp://127.0.0.1:${port}` } } });
  });

  it.each([undefined, "wrong"])("refuses the token %s", async (wrong) => {
    const { url } = await serve();
    const error = await failureOf(runBenchmark({ ...run, receiver: { url, token: wrong } }));
    expect(error.code).toBe("UNAUTHORIZED");
    expect(error.message).toContain(url);
  });

  it("says that it is there without a token, and nothing else", async () => {
    const { url } = await serve();
    const health = await call(url, "GET", "/health", undefined, "");
    expect(health).toMatchObject({
      status: 200,
      body: { status: "ok", contract: CONTRACT_VERSION, core: CORE_VERSION },
    });
    expect((await call(url, "GET", "/v1/identity", undefined, "")).status).toBe(401);
  });

  it("takes one session at a time, and is free when it ends", async () => {
    const { url } = await serve();
    const opened = await call(url, "POST", "/v1/sessions", request);
    const error = await failureOf(runBenchmark({ ...run, receiver: { url, token } }));
    expect(error.code).toBe("RECEIVER_BUSY");
    expect((await call(url, "DELETE", `/v1/sessions/${opened.body.session}`)).status).toBe(204);
    expect((await runBenchmark({ ...run, receiver: { url, token } })).status).toBe("completed");
  });

  it("is free again at once when a sender vanishes that held its lease", async () => {
    const { url } = await serve();
    const opened = await call(url, "POST", "/v1/sessions", request);
    const life = new AbortController();
    const lease = await fetch(`${url}/v1/sessions/${opened.body.session}/lease`, {
      headers: { authorization: `Bearer ${token}` },
      signal: life.signal,
    });
    expect(lease.status).toBe(200);
    life.abort();
    await expect
      .poll(async () => (await call(url, "GET", `/v1/sessions/${opened.body.session}/report`)).status)
      .toBe(404);
    expect((await runBenchmark({ ...run, receiver: { url, token } })).status).toBe("completed");
  });

  it("names both versions when the contracts differ", async () => {
    const { url } = await serve();
    const refused = await call(url, "POST", "/v1/sessions", {
      ...request,
      sender: { contract: 99, core: "9.9.9" },
    });
    expect(refused.status).toBe(409);
    expect(refused.body.error).toEqual({
      code: "CONTRACT_MISMATCH",
      message: `the sender speaks contract 99 (@wireduel/core 9.9.9), the receiver contract ${CONTRACT_VERSION} (@wireduel/core ${CORE_VERSION}); use one version at both ends`,
    });
  });

  it("serves only what it registered", async () => {
    const { url } = await serve();
    const error = await failureOf(runBenchmark({ ...run, adapters: [memory()], receiver: { url, token } }));
    expect(error.code).toBe("UNKNOWN_ADAPTER");
    expect(error.message).toMatch(/the receiver serves no "memory"; it serves chaos/);
    const module = new URL("../fixtures/runs-itself.ts", import.meta.url).href;
    const named = await call(url, "POST", "/v1/sessions", {
      ...request,
      adapter: { name: "itself", module },
    });
    expect(named).toMatchObject({ status: 404, body: { error: { code: "UNKNOWN_ADAPTER" } } });
  });

  it.each<[string, string, unknown, number, RegExp]>([
    ["POST", "/v1/sessions", { ...request, maxPayloadBytes: -1 }, 400, /maxPayloadBytes/],
    ["POST", "/v1/sessions", "not an object", 400, /Bad request/],
    ["GET", "/v1/sessions/none/report", undefined, 404, /session none is not open/],
    ["PUT", "/v1/sessions/none/references/x", new Uint8Array(1), 400, /index/],
    ["GET", "/v1/nothing", undefined, 404, /has no GET \/v1\/nothing/],
  ])("answers %s %s with one clear error", async (method, path, body, status, message) => {
    const { url } = await serve();
    const answer = await call(url, method, path, body);
    expect(answer.status).toBe(status);
    expect(answer.body.error.message).toMatch(message);
  });

  it("says in one line that no receiver is there", async () => {
    const { url, close } = await serve();
    await close();
    const error = await failureOf(runBenchmark({ ...run, receiver: { url, token } }));
    expect(error.code).toBe("RECEIVER_UNREACHABLE");
    expect(error.message).toMatch(new RegExp(`^no receiver answers at ${url}: connect ECONNREFUSED`));
  });

  it("says that something else answers", async () => {
    const other = createServer((socket) => void socket.end("SSH-2.0-x\r\n"));
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(other.address() as { port: number }).port}`;
    const error = await failureOf(runBenchmark({ ...run, receiver: { url, token } }));
    expect(error.code).toBe("RECEIVER_UNREACHABLE");
    other.close();
  });

  it("ends a run with RECEIVER_LOST when it closes in the middle, and what was measured is kept", async () => {
    const { url, close } = await serve();
    const events = new EventEmitter<BenchmarkEvents>();
    events.on("transmission", () => void close());
    const error = await failureOf(runBenchmark({ ...run, delayMs: 300, receiver: { url, token }, events }));
    expect(error.code).toBe("RECEIVER_LOST");
    expect(error.result?.timings[0]?.counts.acknowledged).toBeGreaterThan(0);
  });

  it("says at its start that a port is taken", async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
    const { port } = taken.address() as { port: number };
    for (const options of [{ ports: { chaos: port } }, { control: { port } }]) {
      const error = await failureOf(serve(options));
      expect(error.code).toBe("LISTEN_FAILED");
      expect(error.message).toMatch(new RegExp(`cannot listen on 127\\.0\\.0\\.1:${port}: .*EADDRINUSE`));
    }
    taken.close();
  });

  it.each<[object, RegExp]>([
    [
      { control: { host: "0.0.0.0" }, token: undefined },
      /Expected `token` to be given, as `control.host` 0\.0\.0\.0 is not a loopback/,
    ],
    [{ ports: { ws: 1 } }, /Expected `ports.ws` to be a port of a served adapter \(chaos\)/],
    [{ ports: { chaos: 70_000 } }, /Expected `ports.chaos` to be a port from 0 to 65535, got 70000/],
    [{ control: { port: -1 } }, /Expected `control.port` to be a port/],
    [{ adapters: [] }, /Expected `adapters` to be at least one adapter, got \[\]/],
    [{ adapters: [memory] }, /Expected `adapters\[0\]` to be an adapter: call its factory/],
    [{ adapters: ["ws"] }, /Expected `adapters\[0\]` to be an adapter, as ws\(\) makes, got 'ws'/],
    [{ ports: 4000 }, /Expected `ports` to be ports by the names of adapters/],
    [{ control: 4000 }, /Expected `control` to be \{ host, port, tls \}, got 4000/],
    [{ codecs: [{ name: "x" }] }, /Expected `codecs` to be a list of codecs/],
    [
      { token: "a b" },
      /Expected `token` to be made of printable ASCII characters without spaces, got other characters/,
    ],
    [{ tokens: "x" }, /unknown option `tokens`/],
  ])("refuses %j", async (options, message) => {
    const error = await failureOf(serve(options as Partial<ServeReceiversOptions>));
    expect(error.code).toBe("INVALID_OPTION");
    expect(error.message).toMatch(message);
  });
});
