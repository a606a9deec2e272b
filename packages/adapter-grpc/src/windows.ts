import type { Http2Server, ServerHttp2Session, ServerOptions } from "node:http2";
import type { Server } from "@grpc/grpc-js";
import type { JsonObject } from "@wireduel/core";

/** HTTP/2's own window (RFC 9113, section 6.9.2), which grpc-js leaves as it is. */
export const DEFAULT_WINDOW_BYTES = 65_535;

/** What of a grpc-js server is not public, and may be absent in another version. */
interface ServerInternals {
  createHttp2Server?: (...args: unknown[]) => Http2Server;
  commonServerOptions?: ServerOptions;
}

/** Sees a server's sessions, to read back the windows that were really advertised. */
export interface WindowsRead {
  /** Stream windows as both ends advertised them, and the connection's; empty before a session. */
  read(): JsonObject;
}

/**
 * Makes `windowBytes` hold on a grpc-js server, whose option for it reaches clients only (grpc-node issue 2429). The
 * server's HTTP/2 settings are raised before it is made, so that its first SETTINGS frame carries them, and the
 * connection's window when a session begins. Call it before `bindAsync`.
 *
 * @throws Error if windows other than the default are wanted, and this grpc-js has no place to set them
 */
export function setServerWindows(server: Server, windowBytes: number): WindowsRead {
  const internals = server as unknown as ServerInternals;
  const create = internals.createHttp2Server;
  const raise = windowBytes !== DEFAULT_WINDOW_BYTES;
  if (create === undefined || internals.commonServerOptions === undefined) {
    if (raise) throw new Error("this version of @grpc/grpc-js has no place to set a server's `windowBytes`");
    return { read: () => ({}) };
  }
  const sessions = new Set<ServerHttp2Session>();
  let last: JsonObject = {};

  internals.createHttp2Server = function (this: unknown, ...args) {
    if (raise) {
      const options = internals.commonServerOptions as ServerOptions;
      options.settings = { ...options.settings, initialWindowSize: windowBytes };
    }
    const http2Server = create.apply(server, args);
    http2Server.on("session", (session: ServerHttp2Session) => {
      if (raise) session.setLocalWindowSize(windowBytes);
      sessions.add(session);
      session.once("close", () => sessions.delete(session));
    });
    return http2Server;
  };

  return {
    read() {
      const session = [...sessions].at(-1);
      if (session) last = windowsOf(session);
      return last;
    },
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
