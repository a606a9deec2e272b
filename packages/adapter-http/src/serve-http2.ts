// The listening end of HTTP/2, by `node:http2`.
import {
  createSecureServer,
  createServer,
  type Http2SecureServer,
  type Http2Server,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from "node:http2";
import { frameBytes, type JsonObject, type ListenContext, limitStrangers } from "@wireduel/core/adapter";
import type { AcceptedLinks, Connection } from "./accepted-links.js";
import { type Answer, admitter, isAnswer, tooLarge } from "./answers.js";
import { bodyOf, contentTypeOf, partsToWrite } from "./message.js";
import { MOST_SESSION_MB } from "./options.js";
import type { Reuse } from "./reuse.js";
import { windowsOf } from "./windows.js";

/** Makes a server that answers requests of HTTP/2. It does not listen yet. */
export function http2Server(
  context: ListenContext,
  links: AcceptedLinks,
  reuse: Reuse,
  windowBytes: number,
): { readonly server: Http2Server | Http2SecureServer; windows(): JsonObject } {
  const settings = { initialWindowSize: windowBytes };
  const shared = { settings, maxSessionMemory: MOST_SESSION_MB };
  const server = context.tls ? createSecureServer({ ...context.tls, ...shared }) : createServer(shared);
  const strangers = limitStrangers(server);
  const admit = admitter(context, links);
  const contentType = contentTypeOf(context.codec);
  const { maxFrameBytes } = context.limits;
  const large = tooLarge(context);
  let windows: JsonObject = {};

  server.on("session", (session: ServerHttp2Session) => {
    session.setLocalWindowSize(windowBytes);
    const connection = new SessionConnection(session);
    session.on("stream", (stream: ServerHttp2Stream, headers) => {
      // What resets a stream is the other end's matter.
      stream.on("error", () => {});
      const { ":method": method, ":path": path } = headers;
      const link = admit(connection, { method, path, headers });
      if (isAnswer(link)) return refuse(session, stream, link);
      if (!connection.carries) admitted(session);
      const chunks: Buffer[] = [];
      let bytes = 0;
      stream.on("data", (chunk: Buffer) => {
        bytes += chunk.byteLength;
        if (bytes <= maxFrameBytes) chunks.push(chunk);
        else refuse(session, stream, large);
      });
      stream.on("end", () => {
        if (bytes > maxFrameBytes || !link.isOpen || stream.aborted) return;
        const reply = link.onFrame(bodyOf(chunks)) ?? [];
        reuse.count(!connection.carries);
        connection.carries = true;
        if (stream.destroyed) return;
        const length = frameBytes(reply);
        stream.respond({ ":status": 200, "content-type": contentType, "content-length": length });
        const parts = partsToWrite(reply, length);
        for (let part = 0; part < parts.length - 1; part++) stream.write(parts[part]);
        if (length === 0) stream.end();
        else stream.end(parts.at(-1));
      });
    });
  });
  server.on("sessionError", context.onError);

  function admitted(session: ServerHttp2Session): void {
    strangers.admit(session.socket);
    windows = windowsOf(session);
  }

  function refuse(session: ServerHttp2Session, stream: ServerHttp2Stream, { status, text }: Answer): void {
    if (stream.headersSent || stream.destroyed) return;
    if (status === 204) admitted(session);
    stream.respond({ ":status": status, "content-type": "text/plain" }, { endStream: status === 204 });
    if (status === 204) return void stream.resume();
    stream.end(`${text}\n`);
    // Its body is not read.
    stream.removeAllListeners("data");
    stream.close();
    // Without the secret there is one answer only.
    if (status === 401) session.close();
  }

  return { server, windows: () => windows };
}

/** A connection of the server. */
class SessionConnection implements Connection {
  /** Whether it has carried a payload. */
  carries = false;
  readonly #session: ServerHttp2Session;
  #reason: unknown;

  constructor(session: ServerHttp2Session) {
    this.#session = session;
    session.on("error", (error) => {
      this.#reason ??= error;
    });
  }

  destroy(): void {
    this.#session.destroy();
  }

  onClose(run: (reason: unknown) => void): void {
    if (this.#session.destroyed) run(this.#reason);
    else this.#session.once("close", () => run(this.#reason));
  }
}
