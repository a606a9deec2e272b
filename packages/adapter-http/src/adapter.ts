import type { AddressInfo, Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import {
  type AdapterFactory,
  defineAdapter,
  describeTls,
  keepMemory,
  type TlsReport,
} from "@wireduel/core/adapter";
import { dialPush } from "./dial-push.js";
import { dialUpload } from "./dial-upload.js";
import { libraries } from "./library.js";
import {
  checkHttpOptions,
  type HttpOptions,
  httpHelp,
  httpLabels,
  httpOptions,
  httpOverrides,
  tunedHttpOptions,
} from "./options.js";
import { pushFrames } from "./push-frames.js";
import { receiveFrames } from "./receive-frames.js";
import { http1Server } from "./serve-http1.js";
import { http2Server } from "./serve-http2.js";

/**
 * HTTP/1.1 by undici and `node:http`, or HTTP/2 by `node:http2`. Upload: a POST for each payload, whose response is the receipt.
 * Push: a response that goes on, and receipts by POST.
 */
export const http: AdapterFactory<HttpOptions> = defineAdapter<HttpOptions>({
  name: "http",
  title: "HTTP",
  module: import.meta.url,
  schemes: { plain: "http", encrypted: "https" },
  // Streams of HTTP/2 and several connections overtake each other. In a push, only receipts can.
  supports: ({ version, connections }) => ({
    push: true,
    ordered: version === "1.1" && connections === 1,
    tls: true,
    unixSocket: true,
    secret: true,
  }),
  options: httpOptions,
  check: checkHttpOptions,
  tuned: tunedHttpOptions,
  help: httpHelp,
  labels: httpLabels,
  overrides: httpOverrides,
  libraries,

  listen: (context, options) =>
    new Promise((resolve, reject) => {
      if (context.signal.aborted) return reject(context.signal.reason);
      if (options.keepMemory) keepMemory();
      const served = context.role === "sender" ? pushFrames(context) : receiveFrames(context);
      const sockets = new Set<Socket>();
      const { server, windows } =
        options.version === "2"
          ? http2Server(context, options.windowBytes, served.take)
          : { server: http1Server(context, served.take), windows: () => ({}) };
      let tls: TlsReport | undefined;
      server.on("connection", (socket: Socket) => {
        sockets.add(socket);
        socket.once("close", () => sockets.delete(socket));
      });
      server.on("secureConnection", (socket: TLSSocket) => {
        tls = describeTls(socket) ?? tls;
      });
      server.on("tlsClientError", context.onError);
      let closing: Promise<unknown> | undefined;
      const close = async () => {
        closing ??= new Promise((done) => server.close(done));
        const closed = served.close();
        for (const socket of sockets) socket.destroy();
        await Promise.all([closing, closed]);
      };
      const abort = () => {
        void close();
        reject(context.signal.reason);
      };
      context.signal.addEventListener("abort", abort, { once: true });
      server.once("close", () => context.signal.removeEventListener("abort", abort));
      server.once("error", reject);
      const { port, host, socketPath } = context;
      server.listen(socketPath === undefined ? { port, host } : { path: socketPath }, () => {
        server.off("error", reject);
        server.on("error", context.onError);
        const url =
          socketPath === undefined
            ? `${context.tls ? "https" : "http"}://${hostAndPort(server.address() as AddressInfo)}`
            : `unix:${socketPath}`;
        resolve({
          endpoint: { url },
          describe() {
            const { settings, notes } = served.describe();
            return { settings: { ...settings, ...windows() }, ...(notes ? { notes } : {}), tls };
          },
          close,
        });
      });
    }),

  dial({ url }, context, options) {
    if (options.keepMemory) keepMemory();
    return (context.role === "sender" ? dialUpload : dialPush)(url, context, options);
  },
});

export default http;

function hostAndPort({ address, port, family }: AddressInfo): string {
  return `${family === "IPv6" ? `[${address}]` : address}:${port}`;
}
