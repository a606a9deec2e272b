// Raw TCP: a length, a sequence number, the payload.
import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { systemClock } from "@wireduel/core/adapter";
import type { HandWrittenUpload } from "./pair.js";
import { JOIN_BELOW_BYTES, readReceipt } from "./raw-message.js";
import { encodeReceipt, HEADER_BYTES, readHeader, splitMessages, writeHeader } from "./wire-format.js";

const PREFIX_BYTES = 4;
const { now } = systemClock;

export const tcp: HandWrittenUpload = {
  direction: "upload",

  async receive(take) {
    const server = createServer((socket) => {
      socket.setNoDelay(true).on("error", () => process.exit(1));
      const split = splitMessages(PREFIX_BYTES, (message) => {
        const receivedAt = now();
        const sequence = readHeader(message, 0);
        const payload = message.subarray(HEADER_BYTES);
        const decodedAt = now();
        const prefix = Buffer.allocUnsafe(PREFIX_BYTES);
        const receipt = encodeReceipt(sequence, receivedAt, decodedAt);
        prefix.writeUInt32BE(receipt.length);
        socket.write(prefix);
        socket.write(receipt);
        take?.(payload);
      });
      socket.on("data", (chunk) => {
        socket.cork();
        split(chunk as Buffer);
        socket.uncork();
      });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  },

  async dial(port, journal) {
    const socket = connect(port, "127.0.0.1").setNoDelay(true);
    await once(socket, "connect");
    socket.on("error", journal.fail);
    const split = splitMessages(PREFIX_BYTES, (receipt) => {
      const acknowledgedAt = now();
      readReceipt(receipt, journal, acknowledgedAt);
    });
    socket.on("data", (chunk) => {
      socket.cork();
      split(chunk as Buffer);
      socket.uncork();
    });
    return (sequence, payload) => {
      const joined = payload.byteLength < JOIN_BELOW_BYTES;
      const sentAt = now();
      const head = Buffer.allocUnsafe(PREFIX_BYTES + HEADER_BYTES + (joined ? payload.byteLength : 0));
      head.writeUInt32BE(HEADER_BYTES + payload.byteLength);
      writeHeader(head, PREFIX_BYTES, sequence);
      if (joined) head.set(payload, PREFIX_BYTES + HEADER_BYTES);
      const encodedAt = now();
      journal.sent(sequence, sentAt, encodedAt);
      if (joined) {
        socket.write(head);
        return;
      }
      socket.cork();
      socket.write(head);
      socket.write(payload);
      socket.uncork();
    };
  },
};
