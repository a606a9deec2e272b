import { createHash, timingSafeEqual } from "node:crypto";
import { getConnInfo } from "@hono/node-server/conninfo";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { stream } from "hono/streaming";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Endpoint } from "../adapter/contract.js";
import type { ErrorCode } from "../failure/codes.js";
import { messageOf, WireduelError } from "../failure/wireduel-error.js";
import { tcpTarget, withTarget } from "../network/tcp-url.js";
import {
  answerCall,
  CONTROL_CALLS,
  type ControlCallName,
  callsOf,
  type ReceiverControl,
} from "./control-calls.js";
import type { SessionName } from "./control-types.js";
import { argumentOf, BEARER, sessionIn } from "./http-message.js";
import { CORE_VERSION } from "./identity.js";
import type { SessionLeases } from "./session-lease.js";

const HTTP_STATUS: Partial<Record<ErrorCode, ContentfulStatusCode>> = {
  INVALID_OPTION: 400,
  ADAPTER_NOT_LOADABLE: 400,
  UNAUTHORIZED: 401,
  UNKNOWN_ADAPTER: 404,
  SESSION_NOT_FOUND: 404,
  RECEIVER_BUSY: 409,
  CONTRACT_MISMATCH: 409,
};

const JSON_BODY_BYTES = 64 * 1024;
/** The lease connection sends one byte this often, so that nothing between the ends closes it because it is idle. */
const LEASE_TICK_MS = 15_000;

/** Options of `httpServer`. */
export interface HttpServerOptions {
  readonly host: ReceiverControl;
  readonly leases: SessionLeases;
  /** Undefined: senders need none. */
  readonly token: string | undefined;
  /** How many bytes of payloads a session still takes. Throws if there is no such session. */
  roomBytes(session: SessionName): number;
  /** Called with `address:port` of each client that sent the token. */
  admit(peer: string): void;
}

/** The control calls over HTTP. Every argument is checked before it reaches the host. */
export function httpServer({ host, leases, token, roomBytes, admit }: HttpServerOptions): Hono {
  const app = new Hono();
  /** The sessions for which payloads arrive. */
  const copying = new Set<string>();
  const answerTo = (context: Context, name: ControlCallName, argument: object) =>
    answerCall(
      name === "openSession" || name === "dial" ? overHttp(context, host, leases) : host,
      name,
      argument,
    );
  app.onError((error, context) => {
    const code: ErrorCode = error instanceof WireduelError ? error.code : "UNEXPECTED";
    // Node then closes the connection, and reads no more of a body.
    if (code === "UNAUTHORIZED") context.header("connection", "close");
    return context.json({ error: { code, message: messageOf(error) } }, HTTP_STATUS[code] ?? 500);
  });
  app.notFound((context) => {
    const message =
      `the control API of @wireduel/core ${CORE_VERSION} has no ${context.req.method} ${context.req.path}; ` +
      "use the same version at both ends";
    return context.json({ error: { code: "CONTRACT_MISMATCH", message } }, 404);
  });
  app.get("/health", async (context) => {
    const { contract, core, node } = await host.identify({});
    return context.json({ status: "ok", contract, core, node });
  });
  app.use("/v1/*", async (context, next) => {
    // Only browsers send it. A web page must not use a receiver of its visitor's machine.
    if (context.req.header("origin") !== undefined) {
      throw new WireduelError("UNAUTHORIZED", "the receiver takes no requests from web pages");
    }
    if (token !== undefined && !sameToken(context.req.header("authorization"), token)) {
      throw new WireduelError("UNAUTHORIZED", "the receiver requires its token");
    }
    const { address, port } = getConnInfo(context).remote;
    admit(`${address}:${port}`);
    await next();
  });
  const limitJson = bodyLimit({ maxSize: JSON_BODY_BYTES, onError: tooLarge });
  // To read a body takes as long as all the rest, and the calls that compare clocks have none.
  const limitBody: typeof limitJson = async (context, next) =>
    hasBody(context) ? limitJson(context, next) : next();
  /** Payloads may be large. So a session has one call at a time, with not more than it still takes. */
  const limitBytes: typeof limitJson = async (context, next) => {
    if (!hasBody(context)) return next();
    const name = sessionIn(context.req.query("argument"));
    const maxSize = roomBytes(name);
    const { session } = name;
    if (copying.has(session)) {
      throw new WireduelError("RECEIVER_BUSY", "another call copies payloads for this session");
    }
    copying.add(session);
    try {
      return await bodyLimit({ maxSize, onError: tooLarge })(context, next);
    } finally {
      copying.delete(session);
    }
  };
  for (const name of Object.keys(CONTROL_CALLS) as ControlCallName[]) {
    const limit = CONTROL_CALLS[name].bytes === undefined ? limitBody : limitBytes;
    app.post(`/v1/${name}`, limit, async (context) => {
      const body = hasBody(context) ? new Uint8Array(await context.req.arrayBuffer()) : undefined;
      const argument = argumentOf(name, body, context.req.query("argument"));
      const answer = await answerTo(context, name, argument);
      // Only successful calls for this session keep it open.
      const { session } = argument as Partial<SessionName>;
      if (session !== undefined) leases.touch(session);
      return context.json(answer as object);
    });
  }
  // This request stays open for as long as the session, so each end notices immediately if the other one
  // ends.
  app.get("/v1/lease/:session", (context) => {
    const held = leases.hold(context.req.param("session"));
    return stream(context, async (body) => {
      body.onAbort(held.broken);
      const tick = setInterval(() => void body.write("\n"), LEASE_TICK_MS);
      await body.write("\n");
      await held.ended;
      clearInterval(tick);
    });
  });
  return app;
}

/** The calls that need special treatment over HTTP. */
function overHttp(context: Context, host: ReceiverControl, leases: SessionLeases): ReceiverControl {
  return {
    ...callsOf(host),
    async openSession(request) {
      const opened = await host.openSession(request);
      const { session } = opened;
      if (context.req.raw.signal.aborted) {
        // The sender has given up and will never close this session.
        await host.closeSession({ session });
        throw new WireduelError("SESSION_NOT_FOUND", "the sender disconnected while its session opened");
      }
      leases.open(session);
      return opened;
    },
    dial: ({ session, endpoint }) => host.dial({ session, endpoint: backTo(context, endpoint) }),
  };
}

/**
 * Replaces the endpoint's host with the sender's address, so that no one can make this server dial other
 * hosts.
 */
function backTo(context: Context, endpoint: Endpoint): Endpoint {
  const target = tcpTarget(endpoint.url);
  const address = getConnInfo(context).remote.address;
  if (target === undefined || address === undefined) {
    const message = `Expected the endpoint's URL to have a TCP port, got ${endpoint.url}`;
    throw new WireduelError("INVALID_OPTION", message);
  }
  // Removes the IPv6 prefix of an IPv4 address on a dual-stack socket.
  const host = address.replace(/^::ffff:/, "");
  return { ...endpoint, url: withTarget(endpoint.url, { host, port: target.port }) };
}

function hasBody(context: Context): boolean {
  const length = context.req.header("content-length");
  return context.req.header("transfer-encoding") !== undefined || (length !== undefined && length !== "0");
}

function tooLarge(context: Context): Response {
  const message = "the request's body is too large for this call";
  return context.json({ error: { code: "INVALID_OPTION", message } }, 413);
}

function sameToken(header: string | undefined, token: string): boolean {
  if (!header?.startsWith(BEARER)) return false;
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(header.slice(BEARER.length)), digest(token));
}
