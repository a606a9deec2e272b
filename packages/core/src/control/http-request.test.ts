import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { manualClock } from "../testing/manual-clock.js";
import { HttpClient, readBody } from "./http-request.js";

const MOST = 1_000;

let server: Server;
let base: string;
let connections: number;

beforeEach(async () => {
  connections = 0;
  server = createServer(async (request, response) => {
    const body = await readBody(request, MOST);
    response.end(`${request.method} ${request.url} ${request.headers["content-length"] ?? "-"} ${body}`);
  });
  server.on("connection", () => connections++);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const call = { path: "/v1/x", headers: {}, signal: new AbortController().signal };

/** The response, after a turn in which the agent gets its connection back. */
async function ask(client: HttpClient, body?: string): Promise<string> {
  const response = await client.open({ ...call, method: body === undefined ? "GET" : "POST", body });
  const closed = once(response, "close");
  const text = await readBody(response, MOST);
  await closed;
  return text;
}

it("sends requests below the base path, and reports its local address", async () => {
  const client = new HttpClient(`${base}/below`, undefined);
  expect(client.localAddress).toBeUndefined();
  expect(await ask(client, "größer")).toBe("POST /below/v1/x 8 größer");
  expect(client.localAddress).toBe("127.0.0.1");
  client.close();
});

it("reuses its connection, unless it was idle so long that the server may close it", async () => {
  const clock = manualClock();
  const client = new HttpClient(base, undefined, clock);
  await ask(client);
  await clock.advance(29_900);
  expect(await ask(client)).toBe("GET /v1/x - ");
  expect(connections).toBe(1);
  await clock.advance(30_000);
  expect(await ask(client, "again")).toBe("POST /v1/x 5 again");
  expect(connections).toBe(2);
  client.close();
});

it("rejects when its signal aborts", async () => {
  const client = new HttpClient(base, undefined);
  const opening = client.open({ ...call, method: "GET", signal: AbortSignal.abort() });
  await expect(opening).rejects.toMatchObject({ name: "AbortError" });
  client.close();
});
