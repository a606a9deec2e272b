// Requests of HTTP/1.1, by undici.
import type { IncomingHttpHeaders } from "node:http";
import type { Socket } from "node:net";
import { type Frame, frameBytes } from "@wireduel/core/adapter";
import type { Client, Dispatcher } from "undici";
import { undici } from "./library.js";
import { bodyOf, LINK_HEADER, PATH, partsToWrite, SECRET_HEADER } from "./message.js";
import { LONGEST_MS } from "./options.js";
import {
  type Flow,
  type Requests,
  type RequestsContext,
  type StreamReader,
  unexpectedStatus,
  unexpectedType,
} from "./requests.js";

/** The requests over a connection of HTTP/1.1. */
export function undiciRequests(
  origin: string,
  socket: Socket,
  context: RequestsContext,
  pipelining: number,
): Requests {
  let given = false;
  /** Whether the other end has said that it closes the connection. */
  let closing = false;
  const onClosing = () => {
    closing = true;
  };
  const client: Client = new (undici().Client)(origin, {
    pipelining,
    keepAliveTimeout: LONGEST_MS,
    keepAliveMaxTimeout: LONGEST_MS,
    bodyTimeout: 0,
    // A link has this connection, and never opens another one.
    connect(_options, callback) {
      if (given) return callback(new Error("the connection was lost"), null);
      given = true;
      // Not at once: undici does not expect that.
      queueMicrotask(() => callback(null, socket));
    },
  });
  const { contentType, secret } = context;
  // undici would only pipeline what may be repeated. It is never repeated here, because the link closes with its connection.
  const idempotent = pipelining > 1;
  const blocking = !idempotent;
  const headers = { [SECRET_HEADER]: secret, "content-type": contentType };
  // Written out, as the headers are in HTTP/2. undici takes any iterable as a body, but its types do not say so.
  const posted = (headers: Record<string, string>, body: Uint8Array | Frame) =>
    ({ path: PATH, method: "POST", headers, idempotent, blocking, body: body as Buffer }) as const;

  return {
    socket,
    post(frame, done) {
      const bytes = frameBytes(frame);
      const parts = partsToWrite(frame, bytes);
      const handler = new ReplyHandler(context, done, onClosing);
      if (parts.length === 1 || bytes === 0) {
        client.dispatch(posted(headers, parts[0] ?? new Uint8Array(0)), handler);
      } else {
        const length = String(bytes);
        const sized = { [SECRET_HEADER]: secret, "content-type": contentType, "content-length": length };
        client.dispatch(posted(sized, parts), handler);
      }
    },
    hello: (link) =>
      new Promise((resolve, reject) => {
        const shown = {
          path: PATH,
          method: "OPTIONS",
          headers: { [SECRET_HEADER]: secret, [LINK_HEADER]: link },
        } as const;
        client.request(shown, (error, response) => {
          if (error) return reject(error);
          response.body.resume().on("error", () => {});
          if (response.statusCode === 204) resolve();
          else reject(unexpectedStatus(response.statusCode));
        });
      }),
    stream: (link, accept, reader) =>
      new Promise((resolve, reject) => {
        const asked = { [SECRET_HEADER]: secret, [LINK_HEADER]: link, accept };
        client.dispatch(
          { path: PATH, method: "GET", headers: asked },
          new StreamHandler(accept, reader, resolve, reject),
        );
      }),
    get lost() {
      return closing || socket.destroyed;
    },
    settings: () => ({}),
    destroy: () => void client.destroy(() => socket.destroy()),
  };
}

/** undici has one parser for all clients, which cannot go on with one response inside the callback of another one. */
function flowOf(controller: Dispatcher.DispatchController): Flow {
  let flows = true;
  return {
    pause() {
      flows = false;
      controller.pause();
    },
    resume() {
      flows = true;
      setImmediate(() => {
        if (flows) controller.resume();
      });
    },
  };
}

/** Passes on a response that goes on. */
class StreamHandler implements Dispatcher.DispatchHandler {
  readonly #wanted: string;
  readonly #reader: StreamReader;
  readonly #opened: (flow: Flow) => void;
  readonly #failed: (error: Error) => void;

  constructor(
    wanted: string,
    reader: StreamReader,
    opened: (flow: Flow) => void,
    failed: (error: Error) => void,
  ) {
    this.#wanted = wanted;
    this.#reader = reader;
    this.#opened = opened;
    this.#failed = failed;
  }

  onRequestStart(): void {}

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    { "content-type": type }: IncomingHttpHeaders,
  ): void {
    if (status !== 200) controller.abort(unexpectedStatus(status));
    else if (type !== this.#wanted) controller.abort(unexpectedType(type, this.#wanted));
    else this.#opened(flowOf(controller));
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#reader.onChunk(chunk);
  }

  onResponseEnd(): void {
    this.#reader.onEnd();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#failed(error);
    // The connection has closed, or closes now. If it knows why, that comes first.
    queueMicrotask(() => this.#reader.onEnd());
  }
}

/** Collects one response. */
class ReplyHandler implements Dispatcher.DispatchHandler {
  readonly #context: RequestsContext;
  readonly #done: (error?: Error) => void;
  readonly #closing: () => void;
  readonly #chunks: Buffer[] = [];
  #bytes = 0;
  #status = 0;

  constructor(context: RequestsContext, done: (error?: Error) => void, closing: () => void) {
    this.#context = context;
    this.#done = done;
    this.#closing = closing;
  }

  // Without it, undici would expect the handler of an earlier version.
  onRequestStart(): void {}

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    { connection }: IncomingHttpHeaders,
  ): void {
    this.#status = status;
    if (connection?.toLowerCase() === "close") this.#closing();
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length;
    const { maxFrameBytes } = this.#context.limits;
    if (this.#bytes > maxFrameBytes)
      controller.abort(new Error(`a reply of more than ${maxFrameBytes} bytes`));
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    if (this.#status === 200) {
      this.#context.onReply(bodyOf(this.#chunks));
      this.#done();
    } else this.#done(unexpectedStatus(this.#status));
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#done(error);
  }
}
