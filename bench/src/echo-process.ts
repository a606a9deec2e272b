// Sends back whatever comes, and ends with its parent.
import { type AddressInfo, createServer } from "node:net";

const server = createServer((socket) =>
  socket
    .setNoDelay()
    .on("error", () => {})
    .pipe(socket),
);
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
process.on("disconnect", () => process.exit());
