import { randomBytes } from "node:crypto";
import { TLSSocket } from "node:tls";
import { type DialContext, describeTls, type Frame, type Link } from "@wireduel/core/adapter";
import { http2Requests } from "./http2-requests.js";
import { contentTypeOf } from "./message.js";
import { openSocket } from "./open-socket.js";
import type { HttpOptions } from "./options.js";
import type { Requests, RequestsContext } from "./requests.js";
import { undiciRequests } from "./undici-requests.js";

/** Opens the dialling end of a link: its connections, each of which has shown the secret. */
export async function dialLink(url: string, context: DialContext, options: HttpOptions): Promise<Link> {
  context.signal.throwIfAborted();
  const { version, connections, pipelining, windowBytes } = options;
  let open = true;
  const requestsContext: RequestsContext = {
    secret: context.secret,
    limits: context.limits,
    contentType: contentTypeOf(context.codec),
    onReply(reply) {
      if (open) context.onFrame(reply);
    },
  };
  const origin = new URL(url).protocol === "unix:" ? "http://localhost" : url;
  const opened = await Promise.allSettled(
    Array.from({ length: connections }, async () => {
      const socket = await openSocket(url, context, version === "2" ? "h2" : "http/1.1");
      return version === "2"
        ? http2Requests(origin, socket, requestsContext, windowBytes)
        : undiciRequests(origin, socket, requestsContext, pipelining);
    }),
  );
  const all = opened.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  const end = () => {
    open = false;
    for (const requests of all) requests.destroy();
  };
  const closed = allClosed(all, end);
  context.signal.addEventListener("abort", end, { once: true });
  void closed.then(() => context.signal.removeEventListener("abort", end));
  const failed = opened.find((one) => one.status === "rejected");
  try {
    if (failed) throw failed.reason;
    context.signal.throwIfAborted();
    const link = randomBytes(9).toString("base64url");
    // One after the other, because the first one opens the link at the other end.
    for (const requests of all) await requests.hello(link);
  } catch (error) {
    end();
    throw error;
  }
  const post = evenly(all);
  const [first] = all as [Requests];
  return {
    closed,
    send: (frame) =>
      open
        ? new Promise<void>((resolve, reject) => {
            post(frame, (error) => (error === undefined ? resolve() : reject(error)));
          })
        : undefined,
    describe: () => ({
      settings: { tcpConnections: all.length, ...first.settings() },
      ...(first.socket instanceof TLSSocket ? { tls: describeTls(first.socket) } : {}),
    }),
    async close() {
      end();
      await closed;
    },
  };
}

/** Posts over the connection with the fewest requests that are not answered. */
function evenly(all: readonly Requests[]): Requests["post"] {
  const [first] = all as [Requests];
  if (all.length === 1) return first.post;
  const waiting = all.map(() => 0);
  return (frame: Frame, done) => {
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

/** Resolves when all connections have closed, with the first error. When one closes, all are closed. */
async function allClosed(all: readonly Requests[], end: () => void): Promise<unknown> {
  let reason: unknown;
  await Promise.all(
    all.map(
      ({ socket }) =>
        new Promise<void>((resolve) => {
          let ended = false;
          socket.once("end", () => {
            ended = true;
          });
          socket.on("error", (error) => {
            // What the other end has closed is no error, though undici makes one of it.
            if (!ended) reason ??= error;
          });
          const close = () => {
            reason ??= ended ? undefined : (socket.errored ?? undefined);
            end();
            resolve();
          };
          // It may have closed while other connections opened.
          if (socket.closed) close();
          else socket.once("close", close);
        }),
    ),
  );
  return reason;
}
