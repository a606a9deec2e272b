import { createServer, type RequestListener, type Server, type ServerOptions } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { serve } from "@hono/node-server";
import { limitStrangersTo, MOST_WAITING, type Strangers } from "../adapter/strangers.js";
import { within } from "../clock/within.js";
import { messageOf, WireduelError } from "../failure/wireduel-error.js";
import { listenTls } from "../tls/end-tls.js";
import type { OwnTls } from "../tls/tls-settings.js";
import { oneAtATime } from "./strangers-requests.js";

/**
 * How long a server keeps an idle connection. A process that was stopped closes idle connections when it goes on, before
 * it reads what has arrived on them. Its client would take that for its end. So this is longer than a client waits for an
 * answer.
 */
const KEEP_IDLE_MS = 60_000;
/**
 * After this time, the kernel asks whether the other end of a quiet connection is still there. So what is left of a client
 * whose network went silent is closed too, such as a request in the middle of its body.
 */
const PROBE_AFTER_MS = 10_000;
const CONNECTIONS = {
  keepAliveTimeout: KEEP_IDLE_MS,
  keepAlive: true,
  keepAliveInitialDelay: PROBE_AFTER_MS,
  // A large payload may take an hour over a slow network. Who has not sent the token is limited anyway.
  requestTimeout: 0,
};

/**
 * A server that closes keeps a connection whose last request ends only then. So it looks for such connections this often, in
 * milliseconds.
 */
const LOOK_FOR_IDLE_MS = 20;

/** A client opens this many connections at the same moment, before any has shown the token. */
const CONNECTIONS_OF_CLIENT = 4;

/** Where a server listens. */
export interface HttpPlace {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Null: plain HTTP. */
  readonly tls: OwnTls | null;
  /** How many clients may connect at the same moment. Default: as many as strangers may. */
  readonly clients?: number;
}

/** A server that listens. */
export interface HttpListener {
  readonly url: string;
  /** A client has shown that it may be there. See `Strangers`. */
  admit(peer: string): void;
  /**
   * Stops listening and closes all connections.
   * @param answerMs how long requests that have begun may still take, in milliseconds. Default: 0.
   */
  close(answerMs?: number): Promise<void>;
}

/**
 * Starts a server. Connections that are not admitted are limited.
 * @param name the option's name in messages, such as `control`
 * @throws WireduelError `LISTEN_FAILED`, or `INVALID_OPTION` if `tls` has no certificate
 */
export async function listenHttp(
  fetch: Parameters<typeof serve>[0]["fetch"],
  { host, port, tls, clients = 1 }: HttpPlace,
  name: string,
): Promise<HttpListener> {
  const secured = tls === null ? undefined : (await listenTls(tls, `${name}.tls`)).tls;
  let strangers: Strangers | undefined;
  const server = await new Promise<Server>((resolve, reject) => {
    const serverOptions = { ...CONNECTIONS, ...secured };
    const create = (secured ? createHttpsServer : createServer) as typeof createServer;
    const guarded = (options: ServerOptions, answer: RequestListener) =>
      create(
        options,
        oneAtATime(() => strangers, answer),
      );
    const server = serve(
      { fetch, hostname: host, port, serverOptions, createServer: guarded as typeof createServer },
      () => resolve(server as Server),
    );
    strangers = limitStrangersTo(Math.max(MOST_WAITING, CONNECTIONS_OF_CLIENT * clients), server);
    server.once("error", (error) => reject(cannotListen(name, host, port, error)));
  });
  const { port: actual } = server.address() as { port: number };
  return {
    url: `http${secured ? "s" : ""}://${host.includes(":") ? `[${host}]` : host}:${actual}`,
    admit: (peer) => strangers?.admit(peer),
    async close(answerMs = 0) {
      const closed = new Promise((resolve) => server.close(resolve));
      if (answerMs > 0) {
        const idle = setInterval(() => server.closeIdleConnections(), LOOK_FOR_IDLE_MS);
        await within(closed, answerMs, () => new Error("too slow")).catch(() => {});
        clearInterval(idle);
      }
      server.closeAllConnections();
      await closed;
    },
  };
}

/** The error of an address on which nothing can listen. */
export function cannotListen(name: string, host: string, port: number, error: Error): WireduelError {
  const message = `${name} cannot listen on ${host}:${port}: ${messageOf(error)}`;
  return new WireduelError("LISTEN_FAILED", message, { cause: error });
}
