import { createServer } from "node:net";
import { systemClock } from "../clock/clock.js";
import type { CheckedServeOptions, ReceiverEvents, ReceiverServer } from "../options/serve-options.js";
import { ReceiverHost } from "../receiver/receiver-host.js";
import { httpServer } from "./http-server.js";
import { cannotListen, type HttpListener, listenHttp } from "./listen-http.js";
import { serveRegistered } from "./serve-registered.js";
import { SessionLeases } from "./session-lease.js";

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
  let listener: HttpListener | undefined;
  const { fetch } = httpServer({
    host,
    leases,
    token,
    roomBytes: (session) => host.roomBytes(session),
    admit: (peer) => listener?.admit(peer),
  });
  listener = await listenHttp(fetch, { host: bind, port, tls }, "control");
  const { url, close: stopListening } = listener;

  let closing: Promise<void> | undefined;
  const close = async () => {
    leases.releaseAll();
    try {
      await host.close();
    } finally {
      // Even if a handler of `session-closed` threw.
      await stopListening();
    }
  };
  return {
    url,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

async function checkPortFree(name: string, host: string, port: number): Promise<void> {
  if (port === 0) return;
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once("error", (error) => reject(cannotListen(name, host, port, error)));
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}
