import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { failureOf } from "../fixtures/failure-of.js";
import { connectReceiver } from "./connect-receiver.js";

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** The error of a sender that asks a server which gives this answer to everything. */
async function identify(status: number, answer: object): Promise<unknown> {
  server = createServer((_, response) => response.writeHead(status).end(JSON.stringify(answer)));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  const receiver = connectReceiver({ url: `http://127.0.0.1:${port}`, token: undefined, tls: null });
  const error = await failureOf(receiver.control.identify({}));
  await receiver.disconnect();
  return error;
}

describe("a receiver server of another version", () => {
  it("is reported as a contract mismatch, whatever else it answers", async () => {
    const answer = { contract: 999, unheard: "of" };
    expect(await identify(200, answer)).toMatchObject({ code: "CONTRACT_MISMATCH" });
  });

  it("is reported as a contract mismatch if it has other paths", async () => {
    const answer = { error: { code: "INVALID_OPTION", message: "no such path" } };
    expect(await identify(404, answer)).toMatchObject({ code: "CONTRACT_MISMATCH" });
  });

  it("is no receiver if it answers anything else", async () => {
    expect(await identify(404, { hello: 1 })).toMatchObject({ code: "RECEIVER_UNREACHABLE" });
    server?.close();
    expect(await identify(200, { hello: 1 })).toMatchObject({ code: "RECEIVER_UNREACHABLE" });
  });
});
