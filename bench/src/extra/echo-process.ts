// Echoes every byte. Its first message is its port.
import { type AddressInfo, createServer } from "node:net";
import { endWithParent, sendToParent } from "../processes/end-with-parent.js";

endWithParent();
const server = createServer((socket) =>
  socket
    .setNoDelay()
    .on("error", () => {})
    .pipe(socket),
);
server.listen(0, "127.0.0.1", () => sendToParent((server.address() as AddressInfo).port));
