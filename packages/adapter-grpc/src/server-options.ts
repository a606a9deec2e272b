import type { Http2Server, SecureServerOptions, ServerHttp2Session } from "node:http2";
import type { SecureVersion, TLSSocket } from "node:tls";
import type { Server } from "@grpc/grpc-js";
import { describeTls, type JsonObject, type TlsReport } from "@wireduel/core/adapter";
import { DEFAULT_WINDOW_BYTES } from "./options.js";

/** Private parts of a grpc-js server. Another version may not have them. */
interface ServerInternals {
  createHttp2Server?: (...args: unknown[]) => Http2Server;
  commonServerOptions?: SecureServerOptions;
}

/** Reads what the sessions of a server really advertised and negotiated. */
export interface SessionsRead {
  /**
   * The stream windows that both ends advertised, and the connection window. Empty before the first session.
   */
  windows(): WindowsRead;
  /**
   * What the last session's TLS handshake negotiated. Undefined without TLS, and before the first session.
   */
  tls(): TlsReport | undefined;
}

/** The windows as settings, and in words. */
export interface WindowsRead {
  readonly settings: JsonObject;
  readonly notes: readonly string[];
}

const NO_WINDOWS: WindowsRead = { settings: {}, notes: [] };

/**
 * Sets server options that grpc-js does not offer (`grpc-node.flow_control_window` only applies to clients:
 * grpc-node issue 2429). It writes HTTP/2 and TLS settings to the server's internals before the HTTP/2 server
 * is created. So the first SETTINGS frame has the window. When a session starts, it raises the connection
 * window. Call it before `bindAsync`.
 *
 * @param minVersion the oldest TLS version to accept. Undefined: Node's default.
 * @throws Error if an option is requested that cannot be set in this version of grpc-js
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
    if (wanted) throw new Error(`this version of @grpc/grpc-js does not allow setting a server's ${wanted}`);
    return { windows: () => NO_WINDOWS, tls: () => undefined };
  }
  let last: ServerHttp2Session | undefined;
  let windows = NO_WINDOWS;
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

function windowsOf({ localSettings, remoteSettings, state }: ServerHttp2Session): WindowsRead {
  const stream = localSettings.initialWindowSize ?? null;
  const connection = state.effectiveLocalWindowSize ?? null;
  const dialler = remoteSettings.initialWindowSize ?? null;
  return {
    settings: {
      listenerStreamWindowBytes: stream,
      listenerConnectionWindowBytes: connection,
      diallerStreamWindowBytes: dialler,
    },
    notes: [
      `advertised HTTP/2 windows of ${inBytes(stream)} for a stream and ${inBytes(connection)} for the connection; ` +
        `the other end advertised ${inBytes(dialler)} for a stream`,
    ],
  };
}

function inBytes(bytes: number | null): string {
  return bytes === null ? "unknown size" : `${bytes.toLocaleString("en-US")} bytes`;
}
