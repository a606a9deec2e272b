import type { Http2Server, SecureServerOptions, ServerHttp2Session } from "node:http2";
import type { SecureVersion, TLSSocket } from "node:tls";
import type { Server } from "@grpc/grpc-js";
import { describeTls, type JsonObject, type TlsReport } from "@wireduel/core";

/** HTTP/2's own window (RFC 9113, section 6.9.2), which grpc-js leaves as it is. */
export const DEFAULT_WINDOW_BYTES = 65_535;

/** What of a grpc-js server is not public, and may be absent in another version. */
interface ServerInternals {
  createHttp2Server?: (...args: unknown[]) => Http2Server;
  commonServerOptions?: SecureServerOptions;
}

/** Sees a server's sessions, to read back what was really advertised and agreed on. */
export interface SessionsRead {
  /** Stream windows as both ends advertised them, and the connection's; empty before a session. */
  windows(): JsonObject;
  /** What the handshake of the last session agreed on; undefined without TLS, and before a session. */
  tls(): TlsReport | undefined;
}

/**
 * Makes what grpc-js has no option for hold on a server (`grpc-node.flow_control_window` reaches clients only: grpc-node
 * issue 2429). The server's HTTP/2 and TLS settings are put where it takes its own from before it is made, so that its first
 * SETTINGS frame carries the window, and the connection's window is raised when a session begins. Call it before `bindAsync`.
 *
 * @param minVersion the least version of TLS; undefined: Node's own
 * @throws Error if something is wanted that this grpc-js has no place for
 */
export function setServerOptions(
  server: Server,
  windowBytes: number,
  minVersion: SecureVersion | undefined,
): SessionsRead {
  const internals = server as unknown as ServerInternals;
  const create = internals.createHttp2Server;
  const options = internals.commonServerOptions;
  const raise = windowBytes !== DEFAULT_WINDOW_BYTES;
  if (create === undefined || options === undefined) {
    const wanted = raise ? "`windowBytes`" : minVersion === "TLSv1.3" ? "`minVersion`" : undefined;
    if (wanted) throw new Error(`this version of @grpc/grpc-js has no place to set a server's ${wanted}`);
    return { windows: () => ({}), tls: () => undefined };
  }
  let last: ServerHttp2Session | undefined;
  let windows: JsonObject = {};
  let tls: TlsReport | undefined;

  internals.createHttp2Server = function (this: unknown, ...args) {
    if (raise) options.settings = { ...options.settings, initialWindowSize: windowBytes };
    if (minVersion) options.minVersion = minVersion;
    const http2Server = create.apply(server, args);
    http2Server.on("session", (session: ServerHttp2Session) => {
      if (raise) session.setLocalWindowSize(windowBytes);
      if (session.encrypted) tls = describeTls(session.socket as TLSSocket);
      last = session;
      session.once("close", () => {
        if (last === session) last = undefined;
      });
    });
    return http2Server;
  };

  return {
    windows() {
      if (last) windows = windowsOf(last);
      return windows;
    },
    tls: () => tls,
  };
}

function windowsOf(session: ServerHttp2Session): JsonObject {
  const { localSettings, remoteSettings, state } = session;
  return {
    listenerStreamWindowBytes: localSettings.initialWindowSize ?? null,
    listenerConnectionWindowBytes: state.effectiveLocalWindowSize ?? null,
    diallerStreamWindowBytes: remoteSettings.initialWindowSize ?? null,
  };
}
