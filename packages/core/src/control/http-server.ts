import { createHash, timingSafeEqual } from "node:crypto";
import { getConnInfo } from "@hono/node-server/conninfo";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { stream } from "hono/streaming";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { z } from "zod";
import type { Endpoint } from "../adapter/contract.js";
import { type ErrorCode, messageOf, WireduelError } from "../failure/wireduel-error.js";
import { tcpTarget, withTarget } from "../network/tcp-url.js";
import { BEARER, endpointSchema, phaseMarkSchema, sessionRequestSchema } from "./control-schema.js";
import type { ReceiverHost } from "../receiver/receiver-host.js";
import type { SessionLease } from "./session-lease.js";

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
const REFERENCE_BYTES = 2 ** 30;
/** A byte this often keeps the lease's connection from looking idle, and finds a peer that vanished without a word. */
const LEASE_TICK_MS = 15_000;

/** The control API over HTTP: a thin door before the host. Every body is checked before the host sees it. */
export function controlApi(host: ReceiverHost, lease: SessionLease, token: string | undefined): Hono {
  const app = new Hono();
  const smallBody = bodyLimit({ maxSize: JSON_BODY_BYTES, onError: tooLarge });

  app.onError((error, context) => {
    const code = error instanceof WireduelError ? error.code : "LISTEN_FAILED";
    const status = error instanceof WireduelError ? (HTTP_STATUS[code] ?? 500) : 500;
    return context.json({ error: { code, message: messageOf(error) } }, status);
  });
  app.notFound((context) => {
    const message = `the control API has no ${context.req.method} ${context.req.path}`;
    return context.json({ error: { code: "INVALID_OPTION", message } }, 404);
  });

  app.get("/health", async (context) => {
    const { contract, core, node } = await host.identify();
    return context.json({ status: "ok", contract, core, node });
  });

  app.use("/v1/*", async (context, next) => {
    if (token !== undefined && !sameToken(context.req.header("authorization"), token)) {
      throw new WireduelError("UNAUTHORIZED", "the receiver wants its token, and got none or another");
    }
    await next();
  });
  // Only a session's own calls keep it: another sender that tries its luck must not.
  app.use("/v1/sessions/:session/*", async (context, next) => {
    await next();
    if (context.res.ok) lease.touch(context.req.param("session"));
  });

  app.get("/v1/identity", async (context) => context.json(await host.identify()));
  app.post("/v1/clock", async (context) => context.json(await host.stampClock()));
  app.post("/v1/sessions", smallBody, async (context) => {
    const request = await checked(context, sessionRequestSchema);
    const opened = await host.openSession(request);
    if (context.req.raw.signal.aborted) {
      // Its sender gave up meanwhile, and will never close it.
      await host.closeSession(opened.session);
      throw new WireduelError("SESSION_NOT_FOUND", "the sender went away while its session opened");
    }
    lease.touch(opened.session);
    return context.json(opened, 201);
  });
  app.put(
    "/v1/sessions/:session/references/:index",
    bodyLimit({ maxSize: REFERENCE_BYTES, onError: tooLarge }),
    async (context) => {
      const index = Number(context.req.param("index"));
      if (!Number.isInteger(index) || index < 0 || index >= 1e6) {
        throw new WireduelError(
          "INVALID_OPTION",
          "Expected the reference's index to be a whole number from 0",
        );
      }
      const payload = new Uint8Array(await context.req.arrayBuffer());
      await host.setReference(context.req.param("session"), index, payload);
      return context.body(null, 204);
    },
  );
  app.post("/v1/sessions/:session/links", smallBody, async (context) => {
    const endpoint = await checked(context, endpointSchema);
    return context.json(await host.dial(context.req.param("session"), backTo(context, endpoint)), 201);
  });
  app.post("/v1/sessions/:session/phase", smallBody, async (context) => {
    const mark = await checked(context, phaseMarkSchema);
    await host.startPhase(context.req.param("session"), mark);
    return context.body(null, 204);
  });
  app.get("/v1/sessions/:session/report", async (context) => {
    return context.json(await host.collect(context.req.param("session")));
  });
  app.delete("/v1/sessions/:session", async (context) => {
    await host.closeSession(context.req.param("session"));
    return context.body(null, 204);
  });
  // Open as long as both ends want the session: each sees at once when the other is gone.
  app.get("/v1/sessions/:session/lease", async (context) => {
    const session = context.req.param("session");
    await host.collect(session); // refuses a session that is not open
    return stream(context, async (body) => {
      const held = lease.hold(session);
      body.onAbort(held.broken);
      const tick = setInterval(() => void body.write("\n"), LEASE_TICK_MS);
      await body.write("\n");
      await held.ended;
      clearInterval(tick);
    });
  });
  return app;
}

/** The endpoint at the host that control comes from, by whatever name: the network must not have this end dial others. */
function backTo(context: Context, endpoint: Endpoint): Endpoint {
  const target = tcpTarget(endpoint.url);
  const address = getConnInfo(context).remote.address;
  if (target === undefined || address === undefined) {
    throw new WireduelError(
      "INVALID_OPTION",
      `Expected the endpoint's URL to name a TCP port, got ${endpoint.url}`,
    );
  }
  // An IPv4 sender at a socket of both families.
  const host = address.replace(/^::ffff:/, "");
  return { ...endpoint, url: withTarget(endpoint.url, { host, port: target.port }) };
}

function tooLarge(context: Context): Response {
  const message = "the request's body is larger than this call takes";
  return context.json({ error: { code: "INVALID_OPTION", message } }, 413);
}

async function checked<T>(context: Context, schema: z.ZodType<T>): Promise<T> {
  const body = await context.req.json().catch(() => {
    throw new WireduelError("INVALID_OPTION", "Expected the request's body to be JSON");
  });
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new WireduelError(
    "INVALID_OPTION",
    `Bad request: ${z.prettifyError(parsed.error).replaceAll(/\s*\n\s*/g, " ")}`,
  );
}

function sameToken(header: string | undefined, token: string): boolean {
  if (!header?.startsWith(BEARER)) return false;
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(header.slice(BEARER.length)), digest(token));
}
