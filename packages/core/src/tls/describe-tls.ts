import type { TLSSocket } from "node:tls";
import type { TlsReport } from "./link-tls.js";

/** What a socket's handshake agreed on; undefined before it has, and after the socket has closed. */
export function describeTls(socket: Pick<TLSSocket, "getProtocol" | "getCipher">): TlsReport | undefined {
  const version = socket.getProtocol();
  const cipher = socket.getCipher() as ReturnType<TLSSocket["getCipher"]> | undefined;
  if (version === null || cipher === undefined) return undefined;
  return { version, cipher: cipher.standardName };
}
