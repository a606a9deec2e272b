// A bare node:http2 stream with the bytes of gRPC: a flag, a length, and the protobuf message.
import { once } from "node:events";
import { connect, createServer, type Http2Stream } from "node:http2";
import type { AddressInfo } from "node:net";
import { protobufParts } from "@wireduel/adapter-grpc";
import { type Frame, frameBytes, type ReceiptCodec, systemClock } from "@wireduel/core/adapter";
import type { HandWrittenUpload } from "./pair.js";
import { splitMessages, WINDOW_BYTES } from "./wire-format.js";

const PREFIX_BYTES = 5;
const { now } = systemClock;
const receipts = protobufParts.receipts as ReceiptCodec;
const settings = { initialWindowSize: WINDOW_BYTES };

export const http2: HandWrittenUpload = {
  direction: "upload",

  async receive() {
    const server = createServer({ settings });
    server.on("session", (session) => session.setLocalWindowSize(WINDOW_BYTES));
    server.on("stream", (stream) => {
      stream.respond({ ":status": 200 });
      const split = splitMessages(PREFIX_BYTES, (message) => {
        const receivedAt = now();
        const { sequence } = protobufParts.decode(message);
        const decodedAt = now();
        write(stream, receipts.encode({ sequence, status: "decoded", receivedAt, decodedAt }));
      });
      stream.on("data", split);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  },

  async dial(port, journal) {
    const session = connect(`http://127.0.0.1:${port}`, { settings });
    session.on("error", journal.fail);
    await once(session, "connect");
    session.setLocalWindowSize(WINDOW_BYTES);
    const stream = session.request({ ":method": "POST", ":path": "/" }, { endStream: false });
    stream.on("error", journal.fail);
    const split = splitMessages(PREFIX_BYTES, (message) => {
      const acknowledgedAt = now();
      const { sequence, receivedAt, decodedAt } = receipts.decode(message);
      journal.acknowledged(sequence, receivedAt, decodedAt, acknowledgedAt);
    });
    stream.on("data", split);
    await once(stream, "response");
    return (sequence, payload) => {
      const sentAt = now();
      const message = protobufParts.encode({ sequence, payload });
      const encodedAt = now();
      journal.sent(sequence, sentAt, encodedAt);
      write(stream, message);
    };
  },
};

function write(stream: Http2Stream & { cork(): void; uncork(): void }, message: Frame): void {
  const prefix = Buffer.allocUnsafe(PREFIX_BYTES);
  prefix[0] = 0;
  prefix.writeUInt32BE(frameBytes(message), 1);
  stream.cork();
  stream.write(prefix);
  for (const part of message) stream.write(part);
  stream.uncork();
}
