// The receiver of the bare loop: it answers each message with as many bytes as a receipt has. `bare-receiver-process.js BYTES`
import { type AddressInfo, createServer } from "node:net";
import { usedSince } from "../hand-written/used-since.js";
import { endWithParent, sendToParent } from "../processes/end-with-parent.js";
import { ANSWER_BYTES } from "./bare-frame.js";

endWithParent();
const frameBytes = Number(process.argv[2]);
const answers = Buffer.alloc(2 ** 20, 1);

const server = createServer((socket) => {
  let missing = frameBytes;
  socket.setNoDelay().on("error", () => {});
  socket.on("data", (chunk) => {
    missing -= chunk.length;
    let arrived = 0;
    for (; missing <= 0; missing += frameBytes) arrived++;
    if (arrived > 0) socket.write(answers.subarray(0, arrived * ANSWER_BYTES));
  });
});
// Thousands of connections may arrive at once.
server.listen({ port: 0, host: "127.0.0.1", backlog: 4_096 }, () => {
  sendToParent((server.address() as AddressInfo).port);
});

let mark = process.resourceUsage();
process.on("message", () => {
  sendToParent(usedSince(mark));
  mark = process.resourceUsage();
});
