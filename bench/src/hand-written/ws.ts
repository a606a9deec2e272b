// WebSocket with the sender as server, because a server does not mask payloads.
import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import { systemClock } from "@wireduel/core/adapter";
import { WebSocket, WebSocketServer } from "ws";
import type { HandWrittenPush, SendPayload } from "./pair.js";
import { encodeRaw, readReceipt } from "./raw-message.js";
import { encodeReceipt, HEADER_BYTES, readHeader } from "./wire-format.js";

const MAX_PAYLOAD_BYTES = 64 * 2 ** 20;
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
          readReceipt(receipt, journal, acknowledgedAt);
        });
        resolve((sequence, payload) => {
          const [head, rest] = encodeRaw(sequence, payload, journal, now);
          if (rest === undefined) {
            socket.send(head as Uint8Array);
            return;
          }
          // Two fragments of one message, so that header and payload need no copy.
          socket.send(head as Uint8Array, { binary: true, fin: false });
          socket.send(rest, { binary: true, fin: true });
        });
      });
    });
    await once(server, "listening");
    return { port: (server.address() as AddressInfo).port, opened };
  },

  async receive(port, take) {
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
      const [first, rest] = data as [Buffer, Buffer?];
      const sequence = readHeader(first, 0);
      const decodedAt = now();
      cork();
      socket.send(encodeReceipt(sequence, receivedAt, decodedAt));
      take?.(rest ?? first.subarray(HEADER_BYTES));
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
