// The listening end of HTTP/2, by `node:http2`.
import {
  createSecureServer,
  createServer,
  type Http2SecureServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from "node:http2";
import type { Writable } from "node:stream";
import {
  type Frame,
  frameBytes,
  type JsonObject,
  type ListenContext,
  limitStrangers,
} from "@wireduel/core/adapter";
import type { Answer, Connection, Incoming, TakeRequest } from "./incoming.js";
import { partsToWrite } from "./message.js";
import { MOST_SESSION_MB } from "./options.js";
import { destroySoon, windowsOf } from "./sessions.js";

/** Makes a server that takes requests of HTTP/2. It does not listen yet. */
export function http2Server(
  context: Pick<ListenContext, "tls" | "onError">,
  windowBytes: number,
  take: TakeRequest,
): { readonly server: Http2Server | Http2SecureServer; windows(): JsonObject } {
  const settings = { initialWindowSize: windowBytes };
  const shared = { settings, maxSessionMemory: MOST_SESSION_MB };
  const server = context.tls ? createSecureServer({ ...context.tls, ...shared }) : createServer(shared);
  const strangers = limitStrangers(server);
  let windows: JsonObject = {};
  const admit = (session: ServerHttp2Session) => {
    strangers.admit(session.socket);
    windows = windowsOf(session);
  };

  server.on("session", (session: ServerHttp2Session) => {
    session.setLocalWindowSize(windowBytes);
    const connection = new SessionConnection(session);
    session.on("stream", (stream: ServerHttp2Stream, headers) => {
      // What resets a stream is the other end's matter.
      stream.on("error", () => {});
      take(new Http2Request(stream, headers, connection, admit));
    });
  });
  server.on("sessionError", context.onError);
  return { server, windows: () => windows };
}

/** A request of HTTP/2. */
class Http2Request implements Incoming {
  readonly connection: SessionConnection;
  readonly body: ServerHttp2Stream;
  readonly headers: IncomingHttpHeaders;
  readonly #admit: (session: ServerHttp2Session) => void;

  constructor(
    stream: ServerHttp2Stream,
    headers: IncomingHttpHeaders,
    connection: SessionConnection,
    admit: (session: ServerHttp2Session) => void,
  ) {
    this.body = stream;
    this.headers = headers;
    this.connection = connection;
    this.#admit = admit;
  }

  get method(): string | undefined {
    return this.headers[":method"];
  }

  get path(): string | undefined {
    return this.headers[":path"];
  }

  get cut(): boolean {
    return this.body.aborted;
  }

  admit(): void {
    this.#admit(this.connection.session);
  }

  reply(contentType: string, body: Frame): void {
    const stream = this.body;
    if (stream.destroyed) return;
    const length = frameBytes(body);
    stream.respond({ ":status": 200, "content-type": contentType, "content-length": length });
    const parts = partsToWrite(body, length);
    for (let part = 0; part < parts.length - 1; part++) stream.write(parts[part]);
    if (length === 0) stream.end();
    else stream.end(parts.at(-1));
  }

  stream(contentType: string): Writable {
    this.body.respond({ ":status": 200, "content-type": contentType, "cache-control": "no-store" });
    return this.body;
  }

  shown(): void {
    this.body.respond({ ":status": 204 }, { endStream: true });
    this.body.resume();
  }

  refuse({ status, text }: Answer): void {
    const stream = this.body;
    if (stream.headersSent || stream.destroyed) return;
    stream.respond({ ":status": status, "content-type": "text/plain" });
    stream.end(`${text}\n`);
    // Its body is not read.
    stream.removeAllListeners("data");
    stream.close();
    // Without the secret there is one answer only.
    if (status === 401) this.connection.session.close();
  }
}

/** A connection of the server. */
class SessionConnection implements Connection {
  carries = false;
  readonly session: ServerHttp2Session;
  #reason: unknown;

  constructor(session: ServerHttp2Session) {
    this.session = session;
    session.on("error", (error) => {
      this.#reason ??= error;
    });
  }

  destroy(): void {
    destroySoon(this.session);
  }

  onClose(run: (reason: unknown) => void): void {
    if (this.session.destroyed) run(this.#reason);
    else this.session.once("close", () => run(this.#reason));
  }
}
