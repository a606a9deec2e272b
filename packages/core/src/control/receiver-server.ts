import { createServer as createHttpsServer } from "node:https";
import { createServer, type Server } from "node:net";
import { isDeepStrictEqual } from "node:util";
import { serve } from "@hono/node-server";
import { systemClock } from "../clock/clock.js";
import { messageOf, WireduelError } from "../failure/wireduel-error.js";
import type { ListenTls } from "../tls/link-tls.js";
import { listenTls } from "../tls/listen-tls.js";
import { servedTls } from "../tls/served-tls.js";
import { controlApi } from "./http-server.js";
import { loadAdapter, loadCodec } from "../adapter/load-adapter.js";
import type { SessionRequest } from "./control-calls.js";
import { ReceiverHost, type Served } from "../receiver/receiver-host.js";
import type { CheckedServeOptions, ReceiverServer } from "../options/serve-options.js";
import { SessionLease } from "./session-lease.js";

/** Starts the HTTP door; see `serveReceivers`. */
export async function startReceiverServer(options: CheckedServeOptions): Promise<ReceiverServer> {
  const { host: bind, port, ports, tls, token, events } = options;
  // Listeners open with a session; a port that is taken must be said now, not then.
  for (const [name, dataPort] of Object.entries(ports)) await checkPortFree(name, bind, dataPort);

  const host = new ReceiverHost({
    bind,
    serve: (request) => serveSession(options, request),
    onSessionOpened({ adapter, codec }, url) {
      events?.emit("session-opened", { adapter: adapter.name, codec: codec.name, url });
    },
    onSessionClosed({ adapter, codec }, report) {
      lease.release();
      events?.emit("session-closed", { adapter: adapter.name, codec: codec.name, report });
    },
  });
  const lease = new SessionLease(systemClock, (session) => {
    void host.closeSession(session).catch(() => {});
  });
  const app = controlApi(host, lease, token);
  const secured = tls && (await listenTls(tls, "control.tls")).tls;
  const server = await listen(app.fetch, bind, port, secured);
  const url = `http${secured ? "s" : ""}://${bind.includes(":") ? `[${bind}]` : bind}:${(server.address() as { port: number }).port}`;

  let closing: Promise<void> | undefined;
  return {
    url,
    close: () => {
      closing ??= (async () => {
        lease.release();
        try {
          await host.close();
        } finally {
          // Also if a listener of the session's end threw.
          const closed = new Promise((resolve) => server.close(resolve));
          if ("closeAllConnections" in server) server.closeAllConnections();
          await closed;
        }
      })();
      return closing;
    },
  };
}

async function serveSession(
  options: CheckedServeOptions,
  { adapter, codec, tls }: SessionRequest,
): Promise<Served> {
  const registered = options.adapters.find((one) => one.name === adapter.name);
  if (registered === undefined) {
    const names = options.adapters.map((one) => one.name).join(", ");
    throw new WireduelError(
      "UNKNOWN_ADAPTER",
      `the receiver serves no "${adapter.name}"; it serves ${names}`,
    );
  }
  // Its own factory again, with the session's options; without one it serves the options that it has.
  const { name, module } = registered;
  const made = module === undefined ? registered : await loadAdapter(name, module, adapter.options);
  if (module === undefined && !isDeepStrictEqual(registered.options, adapter.options)) {
    throw new WireduelError(
      "INVALID_OPTION",
      `${name}: the receiver serves it only with the options ${JSON.stringify(registered.options)}, ` +
        `got ${JSON.stringify(adapter.options)}`,
    );
  }
  return {
    adapter: made,
    codec: await loadCodec(made, { name: codec.name }, options.codecs),
    port: options.ports[name] ?? 0,
    tls: servedTls(name, tls, registered.tls),
  };
}

function listen(
  fetch: Parameters<typeof serve>[0]["fetch"],
  hostname: string,
  port: number,
  tls: ListenTls | undefined,
): Promise<ReturnType<typeof serve>> {
  return new Promise((resolve, reject) => {
    const server = serve(
      { fetch, hostname, port, ...(tls ? { createServer: createHttpsServer, serverOptions: tls } : {}) },
      () => resolve(server),
    );
    server.once("error", (error) => {
      reject(
        new WireduelError(
          "LISTEN_FAILED",
          `control cannot listen on ${hostname}:${port}: ${messageOf(error)}`,
        ),
      );
    });
  });
}

async function checkPortFree(name: string, host: string, port: number): Promise<void> {
  if (port === 0) return;
  const probe: Server = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once("error", (error) => {
      reject(
        new WireduelError("LISTEN_FAILED", `${name} cannot listen on ${host}:${port}: ${messageOf(error)}`),
      );
    });
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}
