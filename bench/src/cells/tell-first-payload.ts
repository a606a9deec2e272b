// Loaded before everything else in each process of the command: `node --import tell-first-payload.js`. It connects to the port
// in BENCH_TELL_PORT when a server of its process has read as many bytes as a payload.
import { subscribe } from "node:diagnostics_channel";
import { connect, type Socket } from "node:net";

/** What `wireduel ws grpc --quick` sends. Whatever comes before the first payload is much smaller. */
const PAYLOAD_BYTES = 10_000;
const LOOK_EVERY_MS = 1;
const port = Number(process.env.BENCH_TELL_PORT);

subscribe("net.server.socket", (message) => {
  const { socket } = message as { socket: Socket };
  const timer = setInterval(() => {
    if (socket.bytesRead < PAYLOAD_BYTES) return;
    clearInterval(timer);
    connect(port, "127.0.0.1")
      .on("error", () => {})
      .unref();
  }, LOOK_EVERY_MS);
  socket.once("close", () => clearInterval(timer));
  timer.unref();
});
