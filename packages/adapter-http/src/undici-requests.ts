// Requests of HTTP/1.1, by undici.
import type { Socket } from "node:net";
import { frameBytes } from "@wireduel/core/adapter";
import type { Client, Dispatcher } from "undici";
import { undici } from "./library.js";
import { bodyOf, LINK_HEADER, PATH, partsToWrite, SECRET_HEADER } from "./message.js";
import { LONGEST_MS } from "./options.js";
import { type Requests, type RequestsContext, unexpectedStatus } from "./requests.js";

/** The requests over a connection of HTTP/1.1. */
export function undiciRequests(
  origin: string,
  socket: Socket,
  context: RequestsContext,
  pipelining: number,
): Requests {
  let given = false;
  const client: Client = new undici.Client(origin, {
    pipelining,
    keepAliveTimeout: LONGEST_MS,
    keepAliveMaxTimeout: LONGEST_MS,
    // A link has this connection, and never opens another one.
    connect(_options, callback) {
      if (given) return callback(new Error("the connection was lost"), null);
      given = true;
      // Not at once: undici does not expect that.
      queueMicrotask(() => callback(null, socket));
    },
  });
  const { contentType, secret } = context;
  const headers = { [SECRET_HEADER]: secret, "content-type": contentType };
  // undici would only pipeline what may be repeated. It is never repeated here, because the link closes with its connection.
  const pipelined = pipelining > 1 ? { idempotent: true, blocking: false } : {};
  const posted = { path: PATH, method: "POST", headers, ...pipelined } as const;

  return {
    socket,
    post(frame, done) {
      const bytes = frameBytes(frame);
      const parts = partsToWrite(frame, bytes);
      const handler = new ReplyHandler(context, done);
      if (parts.length === 1 || bytes === 0) {
        client.dispatch(
          { ...posted, body: parts[0] ?? new Uint8Array(0) } as Dispatcher.DispatchOptions,
          handler,
        );
      } else {
        const sized = { ...headers, "content-length": String(bytes) };
        // undici takes any iterable. Its types do not say so.
        client.dispatch({ ...posted, headers: sized, body: parts as unknown as Buffer }, handler);
      }
    },
    hello: (link) =>
      new Promise((resolve, reject) => {
        const shown = {
          path: PATH,
          method: "GET",
          headers: { [SECRET_HEADER]: secret, [LINK_HEADER]: link },
        } as const;
        client.request(shown, (error, response) => {
          if (error) return reject(error);
          response.body.resume().on("error", () => {});
          if (response.statusCode === 204) resolve();
          else reject(unexpectedStatus(response.statusCode));
        });
      }),
    settings: () => ({}),
    destroy: () => void client.destroy(() => socket.destroy()),
  };
}

/** Collects one response. */
class ReplyHandler implements Dispatcher.DispatchHandler {
  readonly #context: RequestsContext;
  readonly #done: (error?: Error) => void;
  readonly #chunks: Buffer[] = [];
  #bytes = 0;
  #status = 0;

  constructor(context: RequestsContext, done: (error?: Error) => void) {
    this.#context = context;
    this.#done = done;
  }

  // Without it, undici would expect the handler of an earlier version.
  onRequestStart(): void {}

  onResponseStart(_controller: Dispatcher.DispatchController, status: number): void {
    this.#status = status;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.byteLength;
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
