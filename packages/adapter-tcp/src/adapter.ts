import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { connect as connectTls, createServer as createTlsServer } from "node:tls";
import {
  type AdapterFactory,
  acceptStreams,
  defineAdapter,
  keepMemory,
  type Link,
} from "@wireduel/core/adapter";
import { tcpLink } from "./link.js";
import { type TcpOptions, tcpHelp, tcpLabels, tcpOptions, tcpOverrides, tunedTcpOptions } from "./options.js";

/**
 * Raw TCP with a four-byte length before each frame. The dialling end first sends the 32 bytes of the session's secret. No
 * protocol does less, so it is the floor to compare with.
 */
export const tcp: AdapterFactory<TcpOptions> = defineAdapter<TcpOptions>({
  name: "tcp",
  title: "TCP",
  module: import.meta.url,
  schemes: { plain: "tcp", encrypted: "tls" },
  supports: { push: true, ordered: true, tls: true, unixSocket: true, secret: true },
  options: tcpOptions,
  tuned: tunedTcpOptions,
  help: tcpHelp,
  labels: tcpLabels,
  overrides: tcpOverrides,

  listen: (context, options) =>
    new Promise((resolve, reject) => {
      if (options.keepMemory) keepMemory();
      const sockets = new Set<Socket>();
      const links = new Set<Link>();
      const server = context.tls ? createTlsServer(context.tls) : createServer();
      acceptStreams(server, context, (socket, linkContext) => {
        const link = tcpLink(socket, linkContext, options);
        links.add(link);
        void link.closed.then(() => links.delete(link));
        return link;
      });
      // During its handshake, a connection has no link yet. It must be closed with the listening end too.
      server.on("connection", (socket: Socket) => {
        sockets.add(socket);
        socket.once("close", () => sockets.delete(socket));
      });
      server.on("tlsClientError", context.onError);
      let closing: Promise<unknown> | undefined;
      const close = async () => {
        closing ??= new Promise((done) => server.close(done));
        const closed = [...links].map((link) => link.close());
        for (const socket of sockets) socket.destroy();
        await Promise.all([closing, ...closed]);
      };
      const abort = () => {
        void close();
        reject(context.signal.reason);
      };
      context.signal.addEventListener("abort", abort, { once: true });
      server.once("close", () => context.signal.removeEventListener("abort", abort));
      if (context.signal.aborted) return abort();
      server.once("error", reject);
      const { port, host, socketPath } = context;
      server.listen(socketPath === undefined ? { port, host } : { path: socketPath }, () => {
        server.off("error", reject);
        server.on("error", context.onError);
        resolve({
          endpoint: { url: socketPath === undefined ? urlOf(server, context.tls) : `unix:${socketPath}` },
          describe: () => [...links][0]?.describe?.() ?? {},
          close,
        });
      });
    }),

  dial: ({ url }, context, options) =>
    new Promise((resolve, reject) => {
      if (options.keepMemory) keepMemory();
      const { socketPath } = context;
      const target = socketPath === undefined ? hostAndPort(url) : { path: socketPath };
      const socket = context.tls ? connectTls({ ...target, ...context.tls }) : connect(target);
      const link = tcpLink(socket, context, options);
      socket.once(context.tls ? "secureConnect" : "connect", () => {
        socket.write(context.secret);
        resolve(link);
      });
      void link.closed.then((reason) => reject(reason ?? new Error(`closed before ${url} answered`)));
    }),
});

export default tcp;

function urlOf(server: Server, tls: object | undefined): string {
  const { address, port, family } = server.address() as AddressInfo;
  return `${tls ? "tls" : "tcp"}://${family === "IPv6" ? `[${address}]` : address}:${port}`;
}

function hostAndPort(url: string): { readonly host: string; readonly port: number } {
  const { hostname, port } = new URL(url);
  return { host: hostname.replace(/^\[|\]$/g, ""), port: Number(port) };
}
