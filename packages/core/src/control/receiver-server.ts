import { createServer as createHttpsServer } from "node:https";
import { createServer } from "node:net";
import { serve } from "@hono/node-server";
import { limitStrangers, type Strangers } from "../adapter/strangers.js";
import { systemClock } from "../clock/clock.js";
import { messageOf, WireduelError } from "../failure/wireduel-error.js";
import type { CheckedServeOptions, ReceiverEvents, ReceiverServer } from "../options/serve-options.js";
import { ReceiverHost } from "../receiver/receiver-host.js";
import { listenTls } from "../tls/end-tls.js";
import type { ListenTls } from "../tls/link-tls.js";
import { httpServer } from "./http-server.js";
import { serveRegistered } from "./serve-registered.js";
import { SessionLeases } from "./session-lease.js";

/**
 * How long control keeps an idle connection. A receiver that was stopped closes idle connections when it goes on, before
 * it reads what has arrived on them. The sender would take that for the end of the receiver. So this is longer than a
 * sender waits for an answer.
 */
const KEEP_IDLE_MS = 60_000;
/**
 * After this time, the kernel asks whether the other end of a quiet connection is still there. So what is left of a sender
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

/** Starts the HTTP server. See `serveReceivers`. */
export async function startReceiverServer(options: CheckedServeOptions): Promise<ReceiverServer> {
  const { host: bind, port, ports, tls, token, silenceTimeoutMs, emitter } = options;
  // Adapters only listen while a session is open, but a port that is in use must be reported now.
  for (const [name, dataPort] of Object.entries(ports)) await checkPortFree(name, bind, dataPort);

  const emit = <Name extends keyof ReceiverEvents>(
    name: Name,
    event: Parameters<ReceiverEvents[Name]>[0],
  ) => {
    emitter.emit(name, event);
  };
  const host = new ReceiverHost({
    bind,
    silenceTimeoutMs,
    serve: (request) => serveRegistered(options, request),
    onSessionOpened({ adapter: { name, codec } }, url) {
      emit("session-opened", { adapter: name, codec, url });
    },
    onSessionClosed({ id, request, report, ended }) {
      const { name, codec } = request.adapter;
      leases.release(id);
      emit("session-closed", { adapter: name, codec, report, ended });
    },
  });
  const leases = new SessionLeases({
    clock: systemClock,
    silenceTimeoutMs,
    expire: (session, why) => void host.endSession(session, why).catch(() => {}),
  });
  const secured = tls === null ? undefined : (await listenTls(tls, "control.tls")).tls;
  let strangers: Strangers | undefined;
  const { fetch } = httpServer({
    host,
    leases,
    token,
    roomBytes: (session) => host.roomBytes(session),
    admit: (peer) => strangers?.admit(peer),
  });
  const server = await listen(fetch, bind, port, secured);
  strangers = limitStrangers(server);
  const { port: actual } = server.address() as { port: number };

  let closing: Promise<void> | undefined;
  const close = async () => {
    leases.releaseAll();
    try {
      await host.close();
    } finally {
      // Even if a handler of `session-closed` threw.
      const closed = new Promise((resolve) => server.close(resolve));
      if ("closeAllConnections" in server) server.closeAllConnections();
      await closed;
    }
  };
  return {
    url: `http${secured ? "s" : ""}://${bind.includes(":") ? `[${bind}]` : bind}:${actual}`,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

function listen(
  fetch: Parameters<typeof serve>[0]["fetch"],
  hostname: string,
  port: number,
  tls: ListenTls | undefined,
): Promise<ReturnType<typeof serve>> {
  return new Promise((resolve, reject) => {
    const serverOptions = { ...CONNECTIONS, ...tls };
    const server = serve(
      { fetch, hostname, port, serverOptions, ...(tls ? { createServer: createHttpsServer } : {}) },
      () => resolve(server),
    );
    server.once("error", (error) => reject(cannotListen("control", hostname, port, error)));
  });
}

async function checkPortFree(name: string, host: string, port: number): Promise<void> {
  if (port === 0) return;
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once("error", (error) => reject(cannotListen(name, host, port, error)));
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}

function cannotListen(what: string, host: string, port: number, error: Error): WireduelError {
  const message = `${what} cannot listen on ${host}:${port}: ${messageOf(error)}`;
  return new WireduelError("LISTEN_FAILED", message, { cause: error });
}
