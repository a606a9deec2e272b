import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { type AdapterFactory, defineAdapter, type Link, type LinkContext } from "@wireduel/core";
import { describeMask } from "./describe-mask.js";
import { libraries, wsLibrary } from "./library.js";
import { wsLink } from "./link.js";
import { tunedWsOptions, type WsOptions, wsOptions } from "./options.js";

/** WebSocket on `ws`, with any codec; both ends agree on the codec as WebSocket subprotocol. */
export const ws: AdapterFactory<WsOptions> = defineAdapter<WsOptions>({
  name: "ws",
  title: "WebSocket",
  module: import.meta.url,
  supports: { push: true, ordered: true, tls: true },
  options: wsOptions,
  tuned: tunedWsOptions,
  libraries,

  listen: (context, options) =>
    new Promise((resolve, reject) => {
      const subprotocol = subprotocolOf(context);
      const links = new Set<Link>();
      const speak = (_: IncomingMessage, response: ServerResponse) => {
        response.writeHead(426, { "content-type": "text/plain" }).end("This port speaks WebSocket.\n");
      };
      const http = context.tls ? createHttpsServer(context.tls, speak) : createServer(speak);
      http.on("tlsClientError", context.onError);
      const sockets = new Set<Socket>();
      http.on("connection", (socket) => {
        sockets.add(socket);
        socket.once("close", () => sockets.delete(socket));
      });
      const { WebSocketServer } = wsLibrary(options.bufferutil);
      const server = new WebSocketServer({
        noServer: true,
        maxPayload: maxPayloadOf(context),
        perMessageDeflate: options.perMessageDeflate,
        handleProtocols: () => subprotocol,
      });
      http.on("upgrade", (request, socket, head) => {
        const refusal = refusalOf(request, options.path, subprotocol);
        if (refusal) return refuse(socket, refusal);
        server.handleUpgrade(request, socket, head, (accepted) => {
          const link = wsLink(accepted, context, { ...options, socket: () => socket }, () => ({}));
          links.add(link);
          void link.closed.then(() => links.delete(link));
          context.onLink(link);
        });
      });
      http.once("error", reject);
      http.listen(context.port, context.host, () => {
        http.off("error", reject);
        http.on("error", context.onError);
        const { address, port, family } = http.address() as { address: string; port: number; family: string };
        resolve({
          endpoint: {
            url: `${context.tls ? "wss" : "ws"}://${family === "IPv6" ? `[${address}]` : address}:${port}${options.path}`,
          },
          // A listening end masks nothing that it sends.
          describe: () => ({ settings: { mask: "none" }, tls: [...links][0]?.describe?.().tls }),
          async close() {
            const stopped = new Promise((done) => http.close(done));
            await Promise.all([...links].map((link) => link.close()));
            // Upgraded sockets are out of closeAllConnections' reach, and a peer may keep its half open.
            for (const socket of sockets) socket.destroy();
            await stopped;
          },
        });
      });
    }),

  dial: ({ url }, context, options) =>
    new Promise((resolve, reject) => {
      const { WebSocket } = wsLibrary(options.bufferutil);
      let tcp: Duplex | undefined;
      const socket = new WebSocket(url, subprotocolOf(context), {
        ...context.tls,
        maxPayload: maxPayloadOf(context),
        perMessageDeflate: options.perMessageDeflate,
        ...(options.mask === "zero" ? { generateMask: (key) => void key.fill(0) } : {}),
      });
      socket.once("upgrade", (response) => {
        tcp = response.socket;
      });
      const link = wsLink(socket, context, { ...options, socket: () => tcp }, () => {
        const { settings, ...notes } = describeMask(options);
        return {
          settings: { ...settings, extensions: socket.extensions, subprotocol: socket.protocol },
          ...notes,
        };
      });
      socket.once("open", () => resolve(link));
      void link.closed.then((reason) => reject(reason ?? new Error(`closed before ${url} answered`)));
    }),
});

export default ws;

function subprotocolOf({ codec }: LinkContext): string {
  return `wireduel.${codec.name}`;
}

/** ws takes its limit as a 32-bit integer: a larger one would come out as none, or as a small one. */
function maxPayloadOf({ limits }: LinkContext): number {
  return Math.min(limits.maxFrameBytes, 2 ** 31 - 1);
}

/** Why a handshake is refused, as an HTTP status; undefined if it is not. */
function refusalOf(request: IncomingMessage, path: string, subprotocol: string): string | undefined {
  if (request.url?.split("?")[0] !== path) return "404 Not Found";
  const offered = request.headers["sec-websocket-protocol"]?.split(",").map((one) => one.trim()) ?? [];
  return offered.includes(subprotocol) ? undefined : "400 Bad Request";
}

function refuse(socket: Duplex, status: string): void {
  socket.on("error", () => {});
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
}
