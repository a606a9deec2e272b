// WebSocket with the sender as server, because a server does not mask payloads.
import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import { systemClock } from "@wireduel/core/adapter";
import { WebSocket, WebSocketServer } from "ws";
import type { HandWrittenPush, SendPayload } from "./pair.js";
import { encodeReceipt, HEADER_BYTES, readHeader, writeHeader } from "./wire-format.js";

const MAX_PAYLOAD_BYTES = 64 * 2 ** 20;
const JOIN_BELOW_BYTES = 16 * 1024;
const { now } = systemClock;

export const ws: HandWrittenPush = {
  direction: "push",

  async listen(journal) {
    const server = new WebSocketServer({
      host: "127.0.0.1",
      port: 0,
      perMessageDeflate: false,
      maxPayload: MAX_PAYLOAD_BYTES,
    });
    const opened = new Promise<SendPayload>((resolve) => {
      server.once("connection", (socket, { socket: below }) => {
        socket.on("error", journal.fail);
        const cork = corkTurn(below);
        socket.on("message", (data) => {
          const acknowledgedAt = now();
          const receipt = data as Buffer;
          cork();
          journal.acknowledged(
            receipt.readDoubleBE(1),
            receipt.readDoubleBE(9),
            receipt.readDoubleBE(17),
            acknowledgedAt,
          );
        });
        resolve((sequence, payload) => {
          const joined = payload.byteLength < JOIN_BELOW_BYTES;
          const sentAt = now();
          const head = Buffer.allocUnsafe(HEADER_BYTES + (joined ? payload.byteLength : 0));
          writeHeader(head, 0, sequence);
          if (joined) head.set(payload, HEADER_BYTES);
          const encodedAt = now();
          journal.sent(sequence, sentAt, encodedAt);
          if (joined) {
            socket.send(head);
            return;
          }
          // Two fragments of one message, so that header and payload need no copy.
          socket.send(head, { binary: true, fin: false });
          socket.send(payload, { binary: true, fin: true });
        });
      });
    });
    await once(server, "listening");
    return { port: (server.address() as AddressInfo).port, opened };
  },

  async receive(port) {
    const socket = new WebSocket(`ws://127.0.0.1:${port}`, {
      perMessageDeflate: false,
      maxPayload: MAX_PAYLOAD_BYTES,
    });
    let cork = () => {};
    socket.once("upgrade", (response) => {
      cork = corkTurn(response.socket);
    });
    // Otherwise ws copies the fragments into one buffer.
    socket.binaryType = "fragments";
    socket.on("message", (data) => {
      const receivedAt = now();
      const [first] = data as Buffer[];
      const sequence = readHeader(first as Buffer, 0);
      const decodedAt = now();
      cork();
      socket.send(encodeReceipt(sequence, receivedAt, decodedAt));
    });
    await once(socket, "open");
  },
};

/** Everything written in this turn is sent in one system call. */
function corkTurn(below: Socket): () => void {
  let corked = false;
  const uncork = () => {
    corked = false;
    below.uncork();
  };
  return () => {
    if (corked) return;
    corked = true;
    below.cork();
    process.nextTick(uncork);
  };
}
