import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context, Hono } from "hono";
import { stream } from "hono/streaming";
import type { Endpoint } from "../adapter/contract.js";
import { WireduelError } from "../failure/wireduel-error.js";
import { tcpTarget, withTarget } from "../network/tcp-url.js";
import { RECEIVER_API } from "./call-api.js";
import { answerCall } from "./calls.js";
import { CONTROL_CALLS, type ControlCallName, callsOf, type ReceiverControl } from "./control-calls.js";
import { sessionName } from "./control-kinds.js";
import type { SessionName } from "./control-types.js";
import {
  bodyOf,
  type HttpAppOptions,
  httpApp,
  JSON_BODY_BYTES,
  limitBody,
  limitLargeBody,
} from "./http-app.js";
import { argumentOf, nameIn } from "./http-message.js";
import type { SessionLeases } from "./session-lease.js";

/** The lease connection sends one byte this often, so that nothing between the ends closes it because it is idle. */
const LEASE_TICK_MS = 15_000;

/** Options of `httpServer`. */
export interface HttpServerOptions extends Omit<HttpAppOptions, "api"> {
  readonly host: ReceiverControl;
  readonly leases: SessionLeases;
  /** How many bytes of payloads a session still takes. Throws if there is no such session. */
  roomBytes(session: SessionName): number;
}

/** The control calls over HTTP. Every argument is checked before it reaches the host. */
export function httpServer({ host, leases, roomBytes, ...options }: HttpServerOptions): Hono {
  const app = httpApp({ ...options, api: RECEIVER_API });
  const answerTo = (context: Context, name: ControlCallName, argument: object) =>
    answerCall(
      name === "openSession" || name === "dial" ? overHttp(context, host, leases) : host,
      name,
      argument,
    );
  const limitJson = limitBody(JSON_BODY_BYTES);
  /** Payloads may be large. So a session has one call at a time, with not more than it still takes. */
  const limitBytes = limitLargeBody("this session", (query) => {
    const name = nameIn(query, sessionName);
    return { of: name.session, mostBytes: roomBytes(name) };
  });
  for (const name of Object.keys(CONTROL_CALLS) as ControlCallName[]) {
    const limit = CONTROL_CALLS[name].bytes === undefined ? limitJson : limitBytes;
    app.post(RECEIVER_API.prefix + name, limit, async (context) => {
      const body = await bodyOf(context);
      const argument = argumentOf(RECEIVER_API, name, body, context.req.query("argument"));
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
