// HTTP/1.1: undici against node:http, one connection, one request at a time.
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { systemClock } from "@wireduel/core/adapter";
import type { Dispatcher } from "undici";
import { CONTENT_TYPE, PATH, RequestBody, readResponse, SECRET } from "./http.js";
import type { Journal } from "./journal.js";
import type { HandWrittenUpload } from "./pair.js";
import { encodeRaw } from "./raw-message.js";

const LONGEST_MS = 2 ** 31 - 1;
const { now } = systemClock;

export const http1: HandWrittenUpload = {
  direction: "upload",

  async receive() {
    const server = createServer((request, response) => {
      const body = new RequestBody(request.headers["content-length"]);
      request.on("data", (chunk: Buffer) => body.add(chunk));
      request.on("end", () => {
        const receipt = body.receipt(now);
        response.writeHead(200, ["content-type", CONTENT_TYPE, "content-length", String(receipt.length)]);
        response.end(receipt);
      });
    });
    server.keepAliveTimeout = 0;
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  },

  async dial(port, journal) {
    // The receiver's process does not load it, as with the adapter.
    const { Client } = await import("undici");
    const client = new Client(`http://127.0.0.1:${port}`, {
      pipelining: 1,
      keepAliveTimeout: LONGEST_MS,
      keepAliveMaxTimeout: LONGEST_MS,
    });
    const headers = { [SECRET[0]]: SECRET[1], "content-type": CONTENT_TYPE };
    const posted = { path: PATH, method: "POST" } as const;
    return (sequence, payload) => {
      const parts = encodeRaw(sequence, payload, journal, now);
      const reply = new Reply(journal);
      if (parts.length === 1) {
        client.dispatch({ ...posted, headers, body: parts[0] as Uint8Array }, reply);
        return;
      }
      const bytes = parts.reduce((sum, { byteLength }) => sum + byteLength, 0);
      const sized = { ...headers, "content-length": String(bytes) };
      // undici takes any iterable. Its types do not say so.
      client.dispatch({ ...posted, headers: sized, body: parts as unknown as Buffer }, reply);
    };
  },
};

class Reply implements Dispatcher.DispatchHandler {
  readonly #journal: Journal;
  readonly #chunks: Buffer[] = [];

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  // Without it, undici would expect the handler of an earlier version.
  onRequestStart(): void {}

  onResponseStart(_controller: Dispatcher.DispatchController, status: number): void {
    if (status !== 200) this.#journal.fail(new Error(`answered with ${status}`));
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    readResponse(this.#chunks, this.#journal, now);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#journal.fail(error);
  }
}
