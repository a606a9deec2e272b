// gRPC: one bidirectional stream of grpc-js with large windows. Encoding and decoding happen outside grpc-js.
import { Client, credentials, Server, ServerCredentials, type ServerDuplexStream } from "@grpc/grpc-js";
import { protobufParts } from "@wireduel/adapter-grpc";
import { type ReceiptCodec, systemClock } from "@wireduel/core/adapter";
import type { HandWrittenUpload } from "./pair.js";
import { WINDOW_BYTES } from "./wire-format.js";

const PATH = "/bench.Transfer/Upload";
const { now } = systemClock;
const receipts = protobufParts.receipts as ReceiptCodec;
const same = (bytes: Buffer) => bytes;
const options = {
  "grpc.max_receive_message_length": -1,
  "grpc.max_send_message_length": -1,
  "grpc-node.flow_control_window": WINDOW_BYTES,
};

/** Private parts of a grpc-js server, as its window option works for clients only. */
interface ServerInternals {
  createHttp2Server(...args: unknown[]): import("node:http2").Http2Server;
  commonServerOptions: import("node:http2").ServerOptions;
}

export const grpc: HandWrittenUpload = {
  direction: "upload",

  async receive() {
    const server = new Server(options);
    raiseWindows(server as unknown as ServerInternals);
    server.addService(
      {
        Upload: {
          path: PATH,
          requestStream: true,
          responseStream: true,
          requestSerialize: same,
          requestDeserialize: same,
          responseSerialize: same,
          responseDeserialize: same,
        },
      },
      {
        Upload(stream: ServerDuplexStream<Buffer, Buffer>) {
          stream.on("data", (message: Buffer) => {
            const receivedAt = now();
            const { sequence } = protobufParts.decode(message);
            const decodedAt = now();
            const [receipt] = receipts.encode({ sequence, status: "decoded", receivedAt, decodedAt });
            stream.write(receipt as Buffer);
          });
        },
      },
    );
    return new Promise((resolve, reject) => {
      server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
        if (error) reject(error);
        else resolve(port);
      });
    });
  },

  async dial(port, journal) {
    const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), options);
    const stream = client.makeBidiStreamRequest(PATH, same, same);
    stream.on("error", journal.fail);
    stream.on("data", (message: Buffer) => {
      const acknowledgedAt = now();
      const { sequence, receivedAt, decodedAt } = receipts.decode(message);
      journal.acknowledged(sequence, receivedAt, decodedAt, acknowledgedAt);
    });
    return (sequence, payload) => {
      const sentAt = now();
      const parts = protobufParts.encode({ sequence, payload });
      const encodedAt = now();
      journal.sent(sequence, sentAt, encodedAt);
      stream.write(parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts));
    };
  },
};

function raiseWindows(server: ServerInternals): void {
  const create = server.createHttp2Server;
  server.createHttp2Server = (...args) => {
    server.commonServerOptions.settings = {
      ...server.commonServerOptions.settings,
      initialWindowSize: WINDOW_BYTES,
    };
    const http2Server = create.apply(server, args);
    http2Server.on("session", (session) => session.setLocalWindowSize(WINDOW_BYTES));
    return http2Server;
  };
}
