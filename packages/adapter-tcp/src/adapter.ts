import { connect, createServer } from "node:net";
import { type AdapterFactory, defineAdapter, type Link } from "@wireduel/core";
import { tcpLink } from "./link.js";

/** Raw TCP has no options of its own. */
export type TcpOptions = Record<never, never>;

/**
 * Raw TCP with a four-byte length before each frame: what is left of a protocol when all else is taken away, and so
 * the floor that ratios refer to.
 */
export const tcp: AdapterFactory<TcpOptions> = defineAdapter<TcpOptions>({
  name: "tcp",
  title: "TCP",
  module: import.meta.url,
  supports: { push: true, ordered: true },

  listen: (context) =>
    new Promise((resolve, reject) => {
      const links = new Set<Link>();
      const server = createServer((socket) => {
        const link = tcpLink(socket, context);
        links.add(link);
        void link.closed.then(() => links.delete(link));
        context.onLink(link);
      });
      server.once("error", reject);
      server.listen(context.port, context.host, () => {
        server.off("error", reject);
        server.on("error", context.onError);
        const { address, port, family } = server.address() as {
          address: string;
          port: number;
          family: string;
        };
        resolve({
          endpoint: { url: `tcp://${family === "IPv6" ? `[${address}]` : address}:${port}` },
          async close() {
            const stopped = new Promise((done) => server.close(done));
            await Promise.all([...links].map((link) => link.close()));
            await stopped;
          },
        });
      });
    }),

  dial: ({ url }, context) =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(url);
      const socket = connect({ host: hostname.replace(/^\[|\]$/g, ""), port: Number(port) });
      const link = tcpLink(socket, context);
      socket.once("connect", () => resolve(link));
      void link.closed.then((reason) => reject(reason ?? new Error(`closed before ${url} answered`)));
    }),
});

export default tcp;
