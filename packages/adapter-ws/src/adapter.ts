import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, connect, type Server, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import {
  type AdapterFactory,
  defineAdapter,
  type EndContext,
  type EndDescription,
  keepMemory,
  type Link,
  type ListenContext,
  limitStrangers,
} from "@wireduel/core/adapter";
import type { WebSocket } from "ws";
import { libraries, type MaskCode, wsLibrary } from "./library.js";
import { wsLink } from "./link.js";
import {
  CLOSE_TIMEOUT_MS,
  DEFAULT_MAX_RECEIVE_BYTES,
  tunedWsOptions,
  type WsOptions,
  wsHelp,
  wsLabels,
  wsOptions,
  wsOverrides,
} from "./options.js";

/**
 * WebSocket on the library `ws`, with any codec. Both ends negotiate the codec with a WebSocket subprotocol, and the dialling end
 * presents the session's secret with another one.
 */
export const ws: AdapterFactory<WsOptions> = defineAdapter<WsOptions>({
  name: "ws",
  title: "WebSocket",
  module: import.meta.url,
  schemes: { plain: "ws", encrypted: "wss" },
  supports: ({ maxReceiveMessageBytes }) => ({
    push: true,
    ordered: true,
    tls: true,
    unixSocket: true,
    secret: true,
    maxFrameBytes: maxReceiveMessageBytes,
  }),
  options: wsOptions,
  tuned: tunedWsOptions,
  help: wsHelp,
  labels: wsLabels,
  overrides: wsOverrides,
  libraries,

  listen: (context, options) =>
    new Promise((resolve, reject) => {
      if (options.keepMemory) keepMemory();
      const subprotocol = subprotocolOf(context);
      const links = new Set<Link>();
      const answered = new WeakSet<Socket>();
      const speak = ({ socket }: IncomingMessage, response: ServerResponse) => {
        // Only one request is answered, whatever else came with it.
        if (answered.has(socket)) return void socket.destroy();
        answered.add(socket);
        const headers = { "content-type": "text/plain", connection: "close" };
        response.writeHead(426, headers).end("This port speaks WebSocket.\n");
      };
      const http = context.tls ? createHttpsServer(context.tls, speak) : createServer(speak);
      http.on("tlsClientError", context.onError);
      const strangers = limitStrangers(http);
      const sockets = new Set<Socket>();
      http.on("connection", (socket) => {
        sockets.add(socket);
        socket.once("close", () => sockets.delete(socket));
      });
      const { WebSocketServer } = wsLibrary(options.bufferutil);
      const server = new WebSocketServer({
        noServer: true,
        ...limitsOf(options),
        ...(options.perMessageDeflate ? { perMessageDeflate: options.perMessageDeflate } : {}),
        handleProtocols: () => subprotocol,
      });
      let extensions = "";
      server.on("headers", (headers) => {
        extensions = headers.find((line) => EXTENSIONS.test(line))?.replace(EXTENSIONS, "") ?? "";
      });
      http.on("upgrade", (request, socket, head) => {
        const offered = offeredBy(request);
        const refusal = refusalOf(request, offered, options.path, context);
        if (refusal) return refuse(socket, refusal);
        server.handleUpgrade(request, socket, head, (upgraded) => {
          if (!options.noDelay) (socket as Socket).setNoDelay(false);
          const accepted = context.accept((linkContext) => {
            const link = wsLink(upgraded, linkContext, { ...options, socket: () => socket }, () => ({}));
            links.add(link);
            void link.closed.then(() => links.delete(link));
            return link;
          }, secretIn(offered));
          if (accepted) strangers.admit(socket as Socket);
          else dismiss(upgraded);
        });
      });
      let stopped: Promise<unknown> | undefined;
      const stop = () => {
        stopped ??= new Promise((done) => http.close(done));
        return stopped;
      };
      // closeAllConnections ignores upgraded sockets, and the other end may keep its half open.
      const destroySockets = () => {
        for (const socket of sockets) socket.destroy();
      };
      const abort = () => {
        void stop();
        destroySockets();
        reject(context.signal.reason);
      };
      context.signal.addEventListener("abort", abort, { once: true });
      http.once("close", () => context.signal.removeEventListener("abort", abort));
      if (context.signal.aborted) return abort();
      http.once("error", reject);
      const { port, host, socketPath } = context;
      http.listen(socketPath === undefined ? { port, host } : { path: socketPath }, () => {
        http.off("error", reject);
        http.on("error", context.onError);
        const origin = socketPath === undefined ? originOf(http, context.tls) : `ws+unix:${socketPath}:`;
        resolve({
          endpoint: { url: origin + options.path },
          // In WebSocket, the listening end does not mask. It only matters for payloads, which the sender sends.
          describe: () => ({
            settings: { mask: "none", extensions },
            notes: context.role === "sender" ? ["does not mask"] : [],
            tls: [...links][0]?.describe?.().tls,
          }),
          async close() {
            const closed = stop();
            await Promise.all([...links].map((link) => link.close()));
            destroySockets();
            await closed;
          },
        });
      });
    }),

  dial: ({ url }, context, options) =>
    new Promise((resolve, reject) => {
      if (options.keepMemory) keepMemory();
      const { WebSocket } = wsLibrary(options.bufferutil);
      let tcp: Socket | undefined;
      let extensions = "";
      const { socketPath } = context;
      // With a socket's path in the URL, ws would dial another one if the path has a space or a per cent sign.
      const target = socketPath === undefined ? url : `ws://localhost${options.path}`;
      const subprotocol = subprotocolOf(context);
      const socket = new WebSocket(target, [subprotocol, SECRET_PREFIX + context.secret], {
        ...(socketPath === undefined ? {} : { createConnection: () => connect({ path: socketPath }) }),
        ...context.tls,
        ...limitsOf(options),
        // ws itself offers compression, and its server declines.
        ...(typeof options.perMessageDeflate === "object"
          ? { perMessageDeflate: options.perMessageDeflate }
          : {}),
        ...(options.mask === "zero" ? { generateMask: (key) => void key.fill(0) } : {}),
      });
      socket.once("upgrade", (response) => {
        tcp = response.socket;
        extensions = response.headers["sec-websocket-extensions"] ?? "";
      });
      const link = wsLink(socket, context, { ...options, socket: () => tcp }, () => {
        const { settings, notes } = describeMask(options, context.role);
        return {
          settings: { ...settings, extensions, subprotocol: socket.protocol },
          notes,
        };
      });
      socket.once("open", () => {
        if (!options.noDelay) tcp?.setNoDelay(false);
        if (socket.protocol === subprotocol) return resolve(link);
        reject(new Error(`the server chose the subprotocol "${socket.protocol}", not "${subprotocol}"`));
        socket.terminate();
      });
      void link.closed.then((reason) => reject(reason ?? new Error(`closed before ${url} answered`)));
    }),
});

export default ws;

function originOf(http: Server, tls: object | undefined): string {
  const { address, port, family } = http.address() as AddressInfo;
  return `${tls ? "wss" : "ws"}://${family === "IPv6" ? `[${address}]` : address}:${port}`;
}

/** How the dialling end masks. In a push it is the receiver, and only masks its replies. */
function describeMask(
  { mask, bufferutil }: WsOptions,
  role: EndContext["role"],
): Required<Omit<EndDescription, "tls">> {
  const code = mask === "zero" ? mask : wsLibrary(bufferutil).maskCode;
  const what = role === "sender" ? "masks" : "masks its replies";
  return { settings: { mask: code }, notes: [`${what} ${MASK_NOTES[code]}`] };
}

const MASK_NOTES: Readonly<Record<MaskCode | "zero", string>> = {
  javascript: "in JavaScript",
  node: "in native code (Node's own) from 24 bytes on",
  // ws masks shorter messages itself, because a native call costs more.
  bufferutil: "in native code (bufferutil) from 48 bytes on",
  zero: "with a key of zeros",
};

function subprotocolOf({ codec }: EndContext): string {
  return `wireduel.${codec.name}`;
}

/** The header line with the extensions that the server accepted. */
const EXTENSIONS = /^sec-websocket-extensions: /i;

/** The limits of either end. What ws does by itself is left out. */
function limitsOf({ maxReceiveMessageBytes: maxPayload }: WsOptions): {
  readonly closeTimeout: number;
  readonly maxPayload?: number;
} {
  const closeTimeout = CLOSE_TIMEOUT_MS;
  return maxPayload === DEFAULT_MAX_RECEIVE_BYTES ? { closeTimeout } : { closeTimeout, maxPayload };
}

/** Before the session's secret, in a subprotocol of its own: a browser cannot send other headers. */
const SECRET_PREFIX = "wireduel-secret.";

/** The subprotocols that a client offers. */
function offeredBy(request: IncomingMessage): readonly string[] {
  return request.headers["sec-websocket-protocol"]?.split(",").map((one) => one.trim()) ?? [];
}

function secretIn(offered: readonly string[]): string | undefined {
  return offered.find((one) => one.startsWith(SECRET_PREFIX))?.slice(SECRET_PREFIX.length);
}

/** The HTTP status with which a handshake is refused. Undefined if it is accepted. */
function refusalOf(
  request: IncomingMessage,
  offered: readonly string[],
  path: string,
  context: ListenContext,
): string | undefined {
  if (request.url?.split("?")[0] !== path) return "404 Not Found";
  if (!context.admits(secretIn(offered))) return "401 Unauthorized";
  return offered.includes(subprotocolOf(context)) ? undefined : "400 Bad Request";
}

/** Closes a connection whose handshake was right, but that must not become a link. */
function dismiss(upgraded: WebSocket): void {
  // It may have sent a wrong frame with its handshake.
  upgraded.on("error", () => {});
  upgraded.terminate();
}

function refuse(socket: Duplex, status: string): void {
  socket.on("error", () => {});
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
}
