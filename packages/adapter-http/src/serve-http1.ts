// The listening end of HTTP/1.1, by `node:http`.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { Socket } from "node:net";
import { frameBytes, type ListenContext, limitStrangers } from "@wireduel/core/adapter";
import type { AcceptedLinks, Connection } from "./accepted-links.js";
import { type Answer, admitter, isAnswer, tooLarge } from "./answers.js";
import { bodyOf, contentTypeOf, partsToWrite } from "./message.js";
import type { Reuse } from "./reuse.js";

/** Makes a server that answers requests of HTTP/1.1. It does not listen yet. */
export function http1Server(context: ListenContext, links: AcceptedLinks, reuse: Reuse): Server {
  const server = context.tls ? createTlsServer({ ...context.tls }) : createServer();
  server.keepAliveTimeout = 0;
  const strangers = limitStrangers(server);
  const admit = admitter(context, links);
  const connections = new WeakMap<Socket, SocketConnection>();
  const contentType = contentTypeOf(context.codec);
  const { maxFrameBytes } = context.limits;
  const large = tooLarge(context);

  server.on("request", (request, response) => {
    const { socket } = request;
    let connection = connections.get(socket);
    if (connection === undefined) {
      connection = new SocketConnection(socket);
      connections.set(socket, connection);
    }
    const link = admit(connection, { method: request.method, path: request.url, headers: request.headers });
    if (isAnswer(link)) return refuse(request, response, link, connection);
    if (!connection.carries) strangers.admit(socket);
    const from = connection;
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.byteLength;
      if (bytes <= maxFrameBytes) chunks.push(chunk);
      else refuse(request, response, large, from);
    });
    request.on("end", () => {
      if (bytes > maxFrameBytes || !link.isOpen) return;
      const reply = link.onFrame(bodyOf(chunks)) ?? [];
      reuse.count(!from.carries);
      from.carries = true;
      const length = frameBytes(reply);
      response.writeHead(200, ["content-type", contentType, "content-length", String(length)]);
      const parts = partsToWrite(reply, length);
      for (let part = 0; part < parts.length - 1; part++) response.write(parts[part]);
      response.end(parts.at(-1));
    });
  });

  function refuse(
    request: IncomingMessage,
    response: ServerResponse,
    { status, text }: Answer,
    connection: SocketConnection,
  ): void {
    if (response.headersSent) return;
    if (status === 204) {
      strangers.admit(request.socket);
      response.writeHead(204).end();
      return;
    }
    // Its body is not read, so no other request can follow on this connection.
    response.writeHead(status, { "content-type": "text/plain", connection: "close" }).end(`${text}\n`);
    request.removeAllListeners("data").pause();
    connection.refused(new Error(`a request was refused: ${text}`));
  }

  return server;
}

/** A connection of the server. */
class SocketConnection implements Connection {
  /** Whether it has carried a payload. */
  carries = false;
  readonly #socket: Socket;
  #reason: unknown;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.once("error", (error) => {
      this.#reason ??= error;
    });
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** Closes when the answer has left. */
  refused(reason: Error): void {
    this.#reason ??= reason;
    this.#socket.destroySoon();
  }

  onClose(run: (reason: unknown) => void): void {
    if (this.#socket.closed) run(this.#reason);
    else this.#socket.once("close", () => run(this.#reason));
  }
}
