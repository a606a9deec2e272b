// The adapter that the gate watches: frames over a TCP socket, each after its length.
import { connect, createServer, isIPv6 } from "node:net";
import { defineAdapter, splitFrames } from "@wireduel/core/adapter";
import { sendFrame } from "./send-frame.js";

export default defineAdapter({
  name: "lines",
  title: "Lines",
  module: import.meta.url,
  supports: { push: true, ordered: true },

  dial: ({ url }, context) =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(url);
      const socket = connect({ host: hostname.replace(/^\[|\]$/g, ""), port: Number(port), noDelay: true });
      const link = linkOf(socket, context);
      socket.once("connect", () => resolve(link));
      void link.closed.then((reason) => reject(reason ?? new Error(`${url} closed before it answered`)));
    }),

  listen: (context) =>
    new Promise((resolve, reject) => {
      const links = new Set();
      const server = createServer({ noDelay: true }, (socket) => {
        context.accept((linkContext) => {
          const link = linkOf(socket, linkContext);
          links.add(link);
          void link.closed.then(() => links.delete(link));
          return link;
        });
      });
      let stopped;
      const close = async () => {
        stopped ??= new Promise((done) => server.close(done));
        await Promise.all([stopped, ...[...links].map((link) => link.close())]);
      };
      const abort = () => {
        void close();
        reject(context.signal.reason);
      };
      context.signal.addEventListener("abort", abort);
      server.once("close", () => context.signal.removeEventListener("abort", abort));
      if (context.signal.aborted) return abort();
      server.once("error", reject);
      server.listen(context.port, context.host, () => {
        server.off("error", reject);
        server.on("error", context.onError);
        const { port } = server.address();
        const host = isIPv6(context.host) ? `[${context.host}]` : context.host;
        resolve({ endpoint: { url: `lines://${host}:${port}` }, close });
      });
    }),
});

/** One connection as a link, the same at both ends. */
function linkOf(socket, { limits, signal, onFrame }) {
  const split = splitFrames(limits.maxFrameBytes, (frame) => {
    const reply = onFrame(frame);
    if (reply) sendFrame(socket, reply);
  });
  socket.on("data", (chunk) => {
    try {
      split(chunk);
    } catch (error) {
      socket.destroy(error);
    }
  });
  let reason;
  socket.on("error", (error) => {
    reason = error;
  });
  const abort = () => socket.destroy();
  const closed = new Promise((resolve) => socket.once("close", () => resolve(reason)));
  void closed.then(() => signal.removeEventListener("abort", abort));
  signal.addEventListener("abort", abort);
  if (signal.aborted) abort();
  return {
    closed,
    send: (frame) => sendFrame(socket, frame),
    async close() {
      socket.destroy();
      await closed;
    },
  };
}
