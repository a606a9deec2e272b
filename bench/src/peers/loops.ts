// Clients of a few lines: each opens a connection, sends one message, and sends the next one when the answer is here.
import { once } from "node:events";
import { connect as connectHttp2 } from "node:http2";
import { connect, type Socket } from "node:net";
import { Client, credentials } from "@grpc/grpc-js";
import { WebSocket } from "ws";
import { BYTES, type PeerProtocol } from "./plan.js";
import { GRPC_PATH } from "./servers.js";

/** Opens a connection. Resolves with a function that sends a message; `onAnswer` is called when its answer is here. */
export type OpenLoop = (port: number, onAnswer: () => void) => Promise<() => void>;

const payload = Buffer.alloc(BYTES, "x");
const same = (bytes: Buffer) => bytes;

/** What a user would write on the library. */
export const PLAIN_LOOPS: Readonly<Partial<Record<PeerProtocol, OpenLoop>>> = {
  async ws(port, onAnswer) {
    const socket = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false });
    socket.on("message", onAnswer);
    await once(socket, "open");
    return () => socket.send(payload);
  },

  async "gRPC unary"(port, onAnswer) {
    // Clients with equal options would share a connection.
    const options = { "grpc.use_local_subchannel_pool": 1 };
    const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), options);
    await new Promise<void>((resolve, reject) => {
      client.waitForReady(Date.now() + 10_000, (error) => (error ? reject(error) : resolve()));
    });
    return () => {
      client.makeUnaryRequest(GRPC_PATH, same, same, payload, (error) => {
        if (error) throw error;
        onAnswer();
      });
    };
  },
};

/** The least that Node can do: bytes made once, on a bare socket; for gRPC a bare stream of HTTP/2 for each call. */
export const BARE_CLIENTS: Readonly<Record<PeerProtocol, OpenLoop>> = {
  async ws(port, onAnswer) {
    const socket = await open(port);
    const key = Buffer.alloc(16).toString("base64");
    const headers = `Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}`;
    socket.write(`GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n${headers}\r\n\r\n`);
    await once(socket, "data");
    // A binary frame with a mask of zeros. The answer has no mask.
    const frame = Buffer.concat([Buffer.from([0x82, 0x80 | BYTES, 0, 0, 0, 0]), payload]);
    return exchange(socket, frame, BYTES + 2, onAnswer);
  },

  async "gRPC unary"(port, onAnswer) {
    const session = connectHttp2(`http://127.0.0.1:${port}`);
    await once(session, "connect");
    const prefix = Buffer.from([0, 0, 0, 0, BYTES]);
    const message = Buffer.concat([prefix, payload]);
    const headers = {
      ":method": "POST",
      ":path": GRPC_PATH,
      "content-type": "application/grpc",
      te: "trailers",
    };
    return () => {
      const stream = session.request(headers);
      stream.on("end", onAnswer);
      stream.resume();
      stream.end(message);
    };
  },

  async "HTTP/1.1"(port, onAnswer) {
    const socket = await open(port);
    const head = `POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: ${BYTES}\r\n\r\n`;
    const request = Buffer.concat([Buffer.from(head), payload]);
    // All answers are as long as the first one.
    socket.write(request);
    let length = 0;
    for (let first = ""; length === 0 || first.length < length; ) {
      const [chunk] = (await once(socket, "data")) as [Buffer];
      first += chunk.toString("latin1");
      const end = first.indexOf("\r\n\r\n");
      if (end >= 0) length = end + 4 + BYTES;
    }
    return exchange(socket, request, length, onAnswer);
  },
};

async function open(port: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1").setNoDelay();
  await once(socket, "connect");
  return socket;
}

function exchange(socket: Socket, message: Buffer, answerBytes: number, onAnswer: () => void): () => void {
  let missing = answerBytes;
  socket.on("data", (chunk) => {
    missing -= chunk.length;
    if (missing > 0) return;
    missing += answerBytes;
    onAnswer();
  });
  return () => socket.write(message);
}
