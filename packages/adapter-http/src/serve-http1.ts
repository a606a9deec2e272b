// The listening end of HTTP/1.1, by `node:http`.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { Socket } from "node:net";
import type { Writable } from "node:stream";
import { type Frame, frameBytes, type ListenContext, limitStrangers } from "@wireduel/core/adapter";
import type { Answer, Connection, Incoming, TakeRequest } from "./incoming.js";
import { partsToWrite } from "./message.js";

type Strangers = ReturnType<typeof limitStrangers>;

/** Makes a server that takes requests of HTTP/1.1. It does not listen yet. */
export function http1Server({ tls }: Pick<ListenContext, "tls">, take: TakeRequest): Server {
  const server = tls ? createTlsServer({ ...tls }) : createServer();
  server.keepAliveTimeout = 0;
  const strangers = limitStrangers(server);
  const connections = new WeakMap<Socket, SocketConnection>();
  server.on("request", (request, response) => {
    const { socket } = request;
    let connection = connections.get(socket);
    if (connection === undefined) {
      connection = new SocketConnection(socket);
      connections.set(socket, connection);
    }
    take(new Http1Request(request, response, connection, strangers));
  });
  return server;
}

/** A request of HTTP/1.1. */
class Http1Request implements Incoming {
  readonly connection: SocketConnection;
  readonly body: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #strangers: Strangers;

  constructor(
    request: IncomingMessage,
    response: ServerResponse,
    connection: SocketConnection,
    strangers: Strangers,
  ) {
    this.connection = connection;
    this.body = request;
    this.#response = response;
    this.#strangers = strangers;
  }

  get method(): string | undefined {
    return this.body.method;
  }

  get path(): string | undefined {
    return this.body.url;
  }

  get headers(): Incoming["headers"] {
    return this.body.headers;
  }

  get cut(): boolean {
    return !this.body.complete;
  }

  admit(): void {
    this.#strangers.admit(this.body.socket);
  }

  reply(contentType: string, body: Frame): void {
    const response = this.#response;
    const length = frameBytes(body);
    response.writeHead(200, ["content-type", contentType, "content-length", String(length)]);
    const parts = partsToWrite(body, length);
    for (let part = 0; part < parts.length - 1; part++) response.write(parts[part]);
    response.end(parts.at(-1));
  }

  stream(contentType: string): Writable {
    const response = this.#response;
    response.writeHead(200, { "content-type": contentType, "cache-control": "no-store" });
    // The other end waits for the head, and there may be no frame yet.
    response.flushHeaders();
    return response;
  }

  shown(): void {
    this.#response.writeHead(204).end();
  }

  refuse({ status, text }: Answer): void {
    if (this.#response.headersSent) return;
    // Its body is not read, so no other request can follow on this connection.
    this.#response.writeHead(status, { "content-type": "text/plain", connection: "close" }).end(`${text}\n`);
    this.body.removeAllListeners("data").pause();
    this.connection.refused(new Error(`a request was refused: ${text}`));
  }
}

/** A connection of the server. */
class SocketConnection implements Connection {
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
