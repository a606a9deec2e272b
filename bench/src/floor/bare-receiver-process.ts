// The receiver of the bare loop: it answers each message with as many bytes, or only counts them. Its first message is its
// port. Each message from its parent is answered with what it used since the one before.
import { type AddressInfo, createServer } from "node:net";
import { usedSince } from "../hand-written/used-since.js";
import { endWithParent, sendToParent } from "../processes/end-with-parent.js";
import type { FloorTask } from "./plan.js";

endWithParent();
const { kind, bytes } = JSON.parse(process.argv[2] ?? "") as FloorTask;
const answer = Buffer.alloc(bytes, 1);
// A bulk transfer needs an answer to its last byte only, so that its sender knows when all has arrived.
const done = Buffer.alloc(1, 1);

const server = createServer((socket) => {
  let missing = bytes;
  socket.setNoDelay().on("error", () => {});
  socket.on("data", (chunk) => {
    missing -= chunk.length;
    while (missing <= 0) {
      missing += bytes;
      socket.write(kind === "ping" ? answer : done);
    }
  });
});
server.listen(0, "127.0.0.1", () => sendToParent((server.address() as AddressInfo).port));

let mark = process.resourceUsage();
process.on("message", () => {
  sendToParent(usedSince(mark).cpuUs);
  mark = process.resourceUsage();
});
