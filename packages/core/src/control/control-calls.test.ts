import { once } from "node:events";
import { createServer } from "node:http";
import { serve } from "@hono/node-server";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../clock/clock.js";
import { WireduelError } from "../failure/wireduel-error.js";
import { failureOf } from "../fixtures/failure-of.js";
import { RECEIVER_API } from "./call-api.js";
import { answerCall, controlOver } from "./calls.js";
import { connectReceiver } from "./connect-receiver.js";
import { CONTROL_CALLS, type ControlCallName, type ReceiverControl } from "./control-calls.js";
import { samples, session } from "./fixtures/call-samples.js";
import { requestOf } from "./http-message.js";
import { httpServer } from "./http-server.js";
import type { ReceiverConnection } from "./receiver-connection.js";
import { SessionLeases } from "./session-lease.js";

const names = Object.keys(CONTROL_CALLS) as ControlCallName[];

let server: ReturnType<typeof serve>;
let url: string;
let receiver: ReceiverConnection;
let arrived: object[];
let answerWith: (name: ControlCallName) => unknown;

beforeEach(async () => {
  arrived = [];
  answerWith = (name) => samples[name].answer;
  const host = controlOver(CONTROL_CALLS, async (name, argument) => {
    arrived.push(argument);
    return answerWith(name);
  });
  const leases = new SessionLeases({ clock: systemClock, silenceTimeoutMs: 60_000, expire() {} });
  const { fetch } = httpServer({ host, leases, token: undefined, roomBytes: () => 1e7, admit() {} });
  server = serve({ fetch, hostname: "127.0.0.1", port: 0 });
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  receiver = connectReceiver({ url, token: undefined, tls: null });
  return () => leases.releaseAll();
});
afterEach(async () => {
  await receiver.disconnect();
  server.close();
});

/** The call as a plain HTTP request. */
async function post(path: string, body: string | Uint8Array): Promise<{ status: number; error?: object }> {
  const response = await fetch(url + path, {
    method: "POST",
    body: body as NonNullable<RequestInit["body"]>,
  });
  return { status: response.status, ...((await response.json()) as object) };
}

describe.each(names)("%s over HTTP", (name) => {
  const { argument, answer } = samples[name];

  it("carries the argument and the answer", async () => {
    expect(await answerCall(receiver.control, name, argument)).toEqual(answer);
    expect(arrived).toEqual([argument]);
  });

  it("passes on an error of the receiver", async () => {
    answerWith = () => {
      throw new WireduelError("RECEIVER_BUSY", "busy");
    };
    const error = await failureOf(answerCall(receiver.control, name, argument));
    expect(error).toMatchObject({ code: "RECEIVER_BUSY", message: `busy (receiver ${url})` });
  });

  it("rejects an answer of the wrong type", async () => {
    answerWith = () => [];
    const error = await failureOf(answerCall(receiver.control, name, argument));
    expect(error).toMatchObject({ code: "RECEIVER_UNREACHABLE" });
    expect(error.message).toContain(url);
  });

  it("rejects an unknown error code", async () => {
    answerWith = () => {
      throw new WireduelError("MADE_UP" as never, "from the future");
    };
    expect((await failureOf(answerCall(receiver.control, name, argument))).code).toBe("RECEIVER_UNREACHABLE");
  });
});

describe.each(names.filter((name) => samples[name].bad))("%s over HTTP", (name) => {
  it("refuses a bad argument, and names the field", async () => {
    const { argument, bad = ["", null] } = samples[name];
    const [field, value] = bad;
    const { path, body } = requestOf(RECEIVER_API, name, { ...argument, [field]: value });
    const { status, error } = await post(path, body ?? "");
    expect(status).toBe(400);
    expect(error).toEqual({
      code: "INVALID_OPTION",
      message: expect.stringContaining(`\`${name}.${field}\``),
    });
    expect(arrived).toEqual([]);
  });
});

describe("control over HTTP", () => {
  it("refuses requests from web pages", async () => {
    const response = await fetch(`${url}/v1/identify`, {
      method: "POST",
      headers: { origin: "http://x.example" },
    });
    expect(response.status).toBe(401);
    expect(arrived).toEqual([]);
  });

  it("answers no other calls", async () => {
    for (const path of ["/v1/nothing", "/v1/constructor", "/v1/identify/x", "/v2/identify"]) {
      expect(await post(path, "{}")).toMatchObject({ status: 404, error: { code: "CONTRACT_MISMATCH" } });
    }
  });

  it("refuses bodies that are not JSON or too large", async () => {
    expect(await post("/v1/identify", "not JSON")).toMatchObject({ status: 400 });
    expect(await post("/v1/setReferences", "bytes")).toMatchObject({ status: 400 });
    const large = JSON.stringify({ filler: "x".repeat(64 * 1024) });
    expect(await post("/v1/identify", large)).toMatchObject({
      status: 413,
      error: { code: "INVALID_OPTION" },
    });
    expect(arrived).toEqual([]);
  });

  it("carries payloads of megabytes", async () => {
    const payload = new Uint8Array(5_000_000).fill(7);
    await receiver.control.setReferences({ session, source: 0, index: 0, sizes: null, payload });
    expect(Buffer.compare((arrived[0] as { payload: Uint8Array }).payload, payload)).toBe(0);
  });

  it("closes a session if its sender disconnects while it opens", async () => {
    let open = () => {};
    answerWith = (name) =>
      name === "openSession"
        ? new Promise((resolve) => {
            open = () => resolve(samples.openSession.answer);
          })
        : {};
    const opening = failureOf(receiver.control.openSession(samples.openSession.argument));
    await expect.poll(() => arrived.length).toBe(1);
    await receiver.disconnect();
    expect((await opening).code).toBe("RECEIVER_UNREACHABLE");
    const connected = () => new Promise((resolve) => server.getConnections((_, count) => resolve(count)));
    await expect.poll(connected).toBe(0);
    open();
    await expect.poll(() => arrived[1]).toEqual({ session });
  });

  it("reports an error without a code as UNEXPECTED", async () => {
    answerWith = () => {
      throw new TypeError("a bug");
    };
    expect((await failureOf(receiver.control.stampClock({}))).code).toBe("UNEXPECTED");
  });

  it("never carries fields that are only for local processes", async () => {
    const { argument } = samples.openSession;
    const secret = { kind: "own", key: "PRIVATE", clientCertificate: false, minVersion: "TLSv1.3" } as const;
    const local = {
      module: "file:///x.js",
      codecModule: undefined,
      tls: secret,
      unixSocket: null,
      profile: null,
      loadTimeoutMs: 1_000,
      label: "x",
      automaticLabel: true,
      chosen: [],
    };
    const withLocal = { ...argument, adapter: { ...argument.adapter, local } };
    // This end does not send them.
    const sent: string[] = [];
    const sniffer = createServer(async (request, response) => {
      for await (const chunk of request) sent.push(String(chunk));
      response.end(JSON.stringify(samples.openSession.answer));
    });
    sniffer.listen(0, "127.0.0.1");
    await once(sniffer, "listening");
    const { port } = sniffer.address() as { port: number };
    const other = connectReceiver({ url: `http://127.0.0.1:${port}`, token: undefined, tls: null });
    await other.control.openSession(withLocal);
    await other.disconnect();
    sniffer.closeAllConnections();
    sniffer.close();
    expect(sent.join("")).not.toMatch(/PRIVATE|local|x\.js/);
    // The other end does not read them.
    const { path, body } = requestOf(RECEIVER_API, "openSession", withLocal);
    expect(await post(path, body ?? "")).toMatchObject({ status: 200 });
    expect(arrived).toEqual([argument]);
  });
});

describe("a connection over HTTP", () => {
  it("dials data at the host where control was reached", async () => {
    answerWith = () => ({ ...samples.openSession.answer, endpoint: { url: "tcp://inside.example:4001/x" } });
    const opened = await receiver.control.openSession(samples.openSession.argument);
    expect(opened.endpoint).toEqual({ url: "tcp://127.0.0.1:4001/x" });
  });

  it("lets the receiver dial back only to the host that control came from", async () => {
    await receiver.control.dial({ session, endpoint: { url: "tcp://192.0.2.1:9/x" } });
    expect(arrived).toEqual([{ session, endpoint: { url: "tcp://127.0.0.1:9/x" } }]);
    const nowhere = await failureOf(receiver.control.dial({ session, endpoint: { url: "unix:/run/x" } }));
    expect(nowhere.code).toBe("INVALID_OPTION");
    expect(arrived).toHaveLength(1);
  });

  it("aborts open calls when it disconnects", async () => {
    answerWith = () => new Promise(() => {});
    const calling = failureOf(receiver.control.stampClock({}));
    await expect.poll(() => arrived.length).toBe(1);
    await receiver.disconnect();
    expect((await calling).code).toBe("RECEIVER_UNREACHABLE");
  });

  it("is lost when the lease ends, and its calls fail with RECEIVER_LOST", async () => {
    await receiver.control.openSession(samples.openSession.argument);
    server.close();
    (server as { closeAllConnections(): void }).closeAllConnections();
    expect(await receiver.lost).toMatchObject({ code: "RECEIVER_LOST" });
    expect((await failureOf(receiver.control.stampClock({}))).code).toBe("RECEIVER_LOST");
  });
});

describe("controlOver", () => {
  it("has a method for every call of the table, and answerCall keeps `this`", async () => {
    const host = {
      ...controlOver(CONTROL_CALLS, async () => ({})),
      calls: 0,
      async stampClock() {
        return { receivedAt: ++this.calls, sentAt: 0 };
      },
    };
    const control = controlOver(CONTROL_CALLS, (name, argument) =>
      answerCall<ReceiverControl>(host, name, argument),
    );
    expect(Object.keys(control)).toEqual(names);
    expect(await control.stampClock({})).toEqual({ receivedAt: 1, sentAt: 0 });
  });
});
