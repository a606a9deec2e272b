// The connections of a link at the dialling end.
import { TLSSocket } from "node:tls";
import { type DialContext, describeTls, type EndDescription, type JsonObject } from "@wireduel/core/adapter";
import { http2Requests } from "./http2-requests.js";
import { openSocket } from "./open-socket.js";
import type { HttpOptions } from "./options.js";
import type { Requests, RequestsContext } from "./requests.js";
import { undiciRequests } from "./undici-requests.js";

/** The connections of a link. They close together. */
export class Connections {
  /** At least one. */
  readonly all: readonly [Requests, ...Requests[]];
  /** Resolves when all of them have closed, with the first error. */
  readonly closed: Promise<unknown>;
  isOpen = true;
  #reason: unknown;

  private constructor(all: readonly Requests[], signal: AbortSignal) {
    this.all = all as Connections["all"];
    const end = () => this.end();
    this.closed = this.#allClosed();
    signal.addEventListener("abort", end, { once: true });
    void this.closed.then(() => signal.removeEventListener("abort", end));
  }

  /**
   * Opens them all.
   * @param show shows the secret on each of them. If it rejects, all are closed.
   */
  static async open(
    url: string,
    context: DialContext,
    { version, pipelining, windowBytes }: HttpOptions,
    count: number,
    requests: RequestsContext,
    show: (opened: Connections) => Promise<void>,
  ): Promise<Connections> {
    context.signal.throwIfAborted();
    const origin = new URL(url).protocol === "unix:" ? "http://localhost" : url;
    const settled = await Promise.allSettled(
      Array.from({ length: count }, async () => {
        const socket = await openSocket(url, context, version === "2" ? "h2" : "http/1.1");
        return version === "2"
          ? http2Requests(origin, socket, requests, windowBytes)
          : undiciRequests(origin, socket, requests, pipelining);
      }),
    );
    const all = settled.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    const opened = new Connections(all, context.signal);
    try {
      const failed = settled.find((one) => one.status === "rejected");
      if (failed) throw failed.reason;
      context.signal.throwIfAborted();
      await show(opened);
    } catch (error) {
      // If they have closed, why they have says more.
      const reason = opened.#reason ?? error;
      opened.end();
      throw reason;
    }
    return opened;
  }

  /** Closes all of them. @param reason why, if it is an error */
  end(reason?: unknown): void {
    this.#reason ??= reason;
    this.isOpen = false;
    for (const requests of this.all) requests.destroy();
  }

  async close(): Promise<void> {
    this.end();
    await this.closed;
  }

  describe(settings: JsonObject): EndDescription {
    const [first] = this.all;
    return {
      settings: { tcpConnections: this.all.length, ...settings, ...first.settings() },
      ...(first.socket instanceof TLSSocket ? { tls: describeTls(first.socket) } : {}),
    };
  }

  async #allClosed(): Promise<unknown> {
    await Promise.all(
      this.all.map(
        ({ socket }) =>
          new Promise<void>((resolve) => {
            let ended = false;
            socket.once("end", () => {
              ended = true;
            });
            socket.on("error", (error) => {
              // What either end has closed is no error, though undici makes one of it.
              if (!ended && !isOwnEnd(error)) this.#reason ??= error;
            });
            const close = () => {
              const { errored } = socket;
              if (!ended && errored && !isOwnEnd(errored)) this.#reason ??= errored;
              this.end();
              resolve();
            };
            // It may have closed while other connections opened.
            if (socket.closed) close();
            else socket.once("close", close);
          }),
      ),
    );
    return this.#reason;
  }
}

/** The error with which undici closes a socket when it is asked to. */
function isOwnEnd(error: Error): boolean {
  return (error as NodeJS.ErrnoException).code === "UND_ERR_DESTROYED";
}

/** Posts over the connection with the fewest requests that are not answered. */
export function evenly(all: readonly [Requests, ...Requests[]]): Requests["post"] {
  const [first] = all;
  if (all.length === 1) return first.post;
  const waiting = all.map(() => 0);
  return (frame, done) => {
    let least = 0;
    for (let index = 1; index < waiting.length; index++) {
      if ((waiting[index] as number) < (waiting[least] as number)) least = index;
    }
    waiting[least] = (waiting[least] as number) + 1;
    (all[least] as Requests).post(frame, (error) => {
      waiting[least] = (waiting[least] as number) - 1;
      done(error);
    });
  };
}
