import { createServer } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { LinkEnd } from "../internals.js";
import type { Protocol } from "../subjects.js";

/** Something that listens, but is not what a run looks for. */
export interface Stranger {
  readonly name: string;
  readonly port: number;
  close(): Promise<void>;
}

const HOST = "127.0.0.1";
const CLOSE_WITHIN_MS = 2_000;

/** Opens the listening end of another session. A gRPC server serves other methods to a sender than to a receiver. */
export async function strangerOf(
  { name, adapter }: Protocol,
  { direction, tls }: { readonly direction: "upload" | "push"; readonly tls?: "local" },
): Promise<Stranger> {
  const role = direction === "upload" ? "receiver" : "sender";
  const end = new LinkEnd({
    adapter: adapter({ direction, ...(tls ? { tls } : {}) }),
    role,
    maxPayloadBytes: 1_000_000,
  });
  const { url } = await end.listen({ host: HOST, port: 0 }, () => ({ onFrame: () => undefined, take() {} }));
  return { name, port: Number(new URL(url).port), close: () => end.close(CLOSE_WITHIN_MS) };
}

/** A server of plain HTTP that answers everything. */
export async function httpStranger(): Promise<Stranger> {
  const server = createServer((_, response) => void response.end("hello"));
  await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    name: "HTTP",
    port,
    async close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** A port on which nothing listens. */
export async function closedPort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
