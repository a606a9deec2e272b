// HTTP/2: node:http2 at both ends, one connection, a stream for each payload.
import { once } from "node:events";
import { connect, createServer } from "node:http2";
import type { AddressInfo } from "node:net";
import { systemClock } from "@wireduel/core/adapter";
import { CONTENT_TYPE, PATH, RequestBody, readResponse, SECRET } from "./http.js";
import type { HandWrittenUpload } from "./pair.js";
import { encodeRaw } from "./raw-message.js";

/** In MB. 1,024 streams have more than the 10 MB that Node allows by default. */
const MOST_SESSION_MB = 1_000;
const { now } = systemClock;

export const http2Requests: HandWrittenUpload = {
  direction: "upload",

  async receive() {
    const server = createServer({ maxSessionMemory: MOST_SESSION_MB });
    server.on("stream", (stream, headers) => {
      const body = new RequestBody(headers["content-length"]);
      stream.on("error", () => {});
      stream.on("data", (chunk: Buffer) => body.add(chunk));
      stream.on("end", () => {
        const receipt = body.receipt(now);
        stream.respond({
          ":status": 200,
          "content-type": CONTENT_TYPE,
          "content-length": receipt.length,
        });
        stream.end(receipt);
      });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  },

  async dial(port, journal) {
    const session = connect(`http://127.0.0.1:${port}`, { maxSessionMemory: MOST_SESSION_MB });
    session.on("error", journal.fail);
    await once(session, "connect");
    const posted = {
      ":method": "POST",
      ":path": PATH,
      [SECRET[0]]: SECRET[1],
      "content-type": CONTENT_TYPE,
    };
    return (sequence, payload) => {
      const parts = encodeRaw(sequence, payload, journal, now);
      const bytes = parts.reduce((sum, { byteLength }) => sum + byteLength, 0);
      const stream = session.request({ ...posted, "content-length": bytes });
      const chunks: Buffer[] = [];
      stream.on("error", journal.fail);
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => readResponse(chunks, journal, now));
      for (let part = 0; part < parts.length - 1; part++) stream.write(parts[part]);
      stream.end(parts.at(-1));
    };
  },
};
