import { once } from "node:events";
import type { Http2Server, IncomingHttpHeaders, SecureServerOptions, ServerHttp2Session } from "node:http2";
import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import type { Server } from "@grpc/grpc-js";
import { describeTls, type JsonObject, type ListenContext, type TlsReport } from "@wireduel/core/adapter";
import { admitCalls } from "./admit-calls.js";
import { DEFAULT_WINDOW_BYTES, type GrpcOptions } from "./options.js";

/** Private parts of a grpc-js server. Another version may not have them. */
interface ServerInternals {
  createHttp2Server?: (...args: unknown[]) => Http2Server;
  commonServerOptions?: SecureServerOptions;
}

/** The inside of a server: what its sessions really advertised, negotiated and received, and its connections. */
export interface ServerInside {
  /**
   * The stream windows that both ends advertised and the connection window, of the last session with a call. What the first
   * call carried, and how many pings came. Empty before the first call.
   */
  read(): SessionReading;
  /** Whether calls without the session's secret are refused before grpc-js sees them. */
  readonly admitsCalls: boolean;
  /** Tells how many bytes a reply of a single call has. All replies of a session have the same size. */
  replied(bytes: number): void;
  /**
   * What the last session's TLS handshake negotiated. Undefined without TLS, and before the first call.
   */
  tls(): TlsReport | undefined;
  /**
   * Stops the server and destroys all connections. Resolves when they are closed. grpc-js itself may wait for
   * a session that has failed, and it leaves connections open that have no session.
   */
  shutdown(): Promise<void>;
}

/** What the sessions show, as settings, and the windows also in words. */
export interface SessionReading {
  readonly settings: JsonObject;
  readonly notes: readonly string[];
}

const NOTHING_READ: SessionReading = { settings: {}, notes: [] };

/**
 * Sets server options that grpc-js does not offer (`grpc-node.flow_control_window` only applies to clients:
 * grpc-node issue 2429). It writes HTTP/2 and TLS settings to the server's internals before the HTTP/2 server
 * is created. So the first SETTINGS frame has the window. When a session starts, it raises the connection
 * window. It also reports failed TLS handshakes, which grpc-js does not. Call it before `bindAsync`.
 *
 * @throws Error if an option is requested that cannot be set in this version of grpc-js
 */
export function setServerOptions(
  server: Server,
  options: Pick<GrpcOptions, "windowBytes" | "metadata">,
  { tls: secured, onError, admits }: Pick<ListenContext, "tls" | "onError" | "admits">,
): ServerInside {
  const minVersion = secured?.minVersion;
  const internals = server as unknown as ServerInternals;
  const create = internals.createHttp2Server;
  const common = internals.commonServerOptions;
  const { windowBytes } = options;
  const raise = windowBytes !== DEFAULT_WINDOW_BYTES;
  if (create === undefined || common === undefined) {
    const wanted = raise ? "`windowBytes`" : minVersion === "TLSv1.3" ? "`minVersion`" : undefined;
    if (wanted) throw new Error(`this version of @grpc/grpc-js does not allow setting a server's ${wanted}`);
    return {
      read: () => NOTHING_READ,
      admitsCalls: false,
      replied() {},
      tls: () => undefined,
      shutdown: async () => server.forceShutdown(),
    };
  }
  const http2Servers = new Set<Http2Server>();
  const connections = new Set<Socket>();
  let last: ServerHttp2Session | undefined;
  let windows = NOTHING_READ;
  let call: JsonObject = {};
  let pings = 0;
  let replyBytes = 0;
  let tls: TlsReport | undefined;

  internals.createHttp2Server = function (this: unknown, ...args) {
    if (raise) common.settings = { ...common.settings, initialWindowSize: windowBytes };
    if (minVersion) common.minVersion = minVersion;
    const http2Server = create.apply(server, args);
    http2Servers.add(http2Server);
    admitCalls(http2Server, {
      admits,
      replyBytes: () => replyBytes,
      onAdmitted(session) {
        if (session.encrypted) tls = describeTls(session.socket as TLSSocket);
        last = session;
        session.once("close", () => {
          if (last === session) last = undefined;
        });
      },
    });
    http2Server.on("tlsClientError", onError);
    http2Server.on("connection", (socket: Socket) => {
      connections.add(socket);
      socket.once("close", () => connections.delete(socket));
    });
    http2Server.on("session", (session: ServerHttp2Session) => {
      if (raise) session.setLocalWindowSize(windowBytes);
      session.on("ping", () => void pings++);
    });
    // The first call is enough: all calls carry the same.
    http2Server.once("stream", (_stream, headers: IncomingHttpHeaders) => {
      call = carriedBy(headers, Object.keys(options.metadata));
    });
    return http2Server;
  };

  return {
    read() {
      if (last) windows = windowsOf(last);
      const { settings, notes } = windows;
      return { settings: { ...settings, ...call, ...(pings > 0 ? { pingsReceived: pings } : {}) }, notes };
    },
    admitsCalls: true,
    replied(bytes) {
      replyBytes = bytes;
    },
    tls: () => tls,
    async shutdown() {
      const open = [...http2Servers].filter(({ listening }) => listening);
      const closed = open.map((http2Server) => once(http2Server, "close"));
      server.forceShutdown();
      for (const socket of connections) socket.destroy();
      await Promise.all(closed);
    },
  };
}

/** What a call carried: the compression of its messages, its user agent, and the metadata that was asked for. */
function carriedBy(headers: IncomingHttpHeaders, keys: readonly string[]): JsonObject {
  const metadata = keys.filter((key) => headers[key] !== undefined).map((key) => [key, String(headers[key])]);
  return {
    requestEncoding: String(headers["grpc-encoding"] ?? "identity"),
    ...(headers["user-agent"] === undefined ? {} : { userAgent: headers["user-agent"] }),
    ...(metadata.length > 0 ? { metadata: Object.fromEntries(metadata) as JsonObject } : {}),
  };
}

function windowsOf({ localSettings, remoteSettings, state }: ServerHttp2Session): SessionReading {
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
