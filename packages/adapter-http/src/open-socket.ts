import { connect, isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { DialContext } from "@wireduel/core/adapter";

/** As undici sets it. */
const KEEP_ALIVE_AFTER_MS = 60_000;
const HIGH_WATER_MARK = 64 * 1024;

/**
 * Opens a TCP connection, or one over a Unix socket, with the settings that undici has for both versions, and encrypts it.
 * Rejects if that fails, or if the signal aborts first.
 */
export function openSocket(
  url: string,
  { tls, socketPath, signal }: DialContext,
  protocol: "http/1.1" | "h2",
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const host = hostname.replace(/^\[|\]$/g, "");
    const place =
      socketPath === undefined
        ? {
            host,
            port: Number(port),
            noDelay: true,
            keepAlive: true,
            keepAliveInitialDelay: KEEP_ALIVE_AFTER_MS,
          }
        : { path: socketPath };
    const target = { ...place, highWaterMark: HIGH_WATER_MARK };
    const servername = isIP(host) === 0 ? { servername: host } : {};
    const socket = tls
      ? connectTls({ ...target, ...servername, ...tls, ALPNProtocols: [protocol] })
      : connect(target);
    const abort = () => {
      socket.destroy();
      reject(signal.reason);
    };
    const failed = (error?: Error) => {
      signal.removeEventListener("abort", abort);
      reject(error instanceof Error ? error : new Error(`closed before ${url} answered`));
    };
    // With TLS 1.3, a refused certificate shows only after the handshake, perhaps while other connections still open.
    socket.on("error", () => {});
    signal.addEventListener("abort", abort, { once: true });
    if (signal.aborted) return abort();
    socket.once("error", failed);
    socket.once("close", failed);
    socket.once(tls ? "secureConnect" : "connect", () => {
      signal.removeEventListener("abort", abort);
      socket.off("error", failed);
      socket.off("close", failed);
      resolve(socket);
    });
  });
}
