import { createHash, timingSafeEqual } from "node:crypto";
import { getConnInfo } from "@hono/node-server/conninfo";
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { ErrorCode } from "../failure/codes.js";
import { messageOf, WireduelError } from "../failure/wireduel-error.js";
import type { CallApi } from "./call-api.js";
import { BEARER } from "./http-message.js";
import { CORE_VERSION, identifyEnd } from "./identity.js";

const HTTP_STATUS: Partial<Record<ErrorCode, ContentfulStatusCode>> = {
  INVALID_OPTION: 400,
  ADAPTER_NOT_LOADABLE: 400,
  UNAUTHORIZED: 401,
  UNKNOWN_ADAPTER: 404,
  SESSION_NOT_FOUND: 404,
  RECEIVER_BUSY: 409,
  SENDER_REJECTED: 409,
  CONTRACT_MISMATCH: 409,
};

/** How many bytes the JSON of a call may have. */
export const JSON_BODY_BYTES: number = 64 * 1024;

/** Options of `httpApp`. */
export interface HttpAppOptions {
  readonly api: CallApi;
  /** Undefined: clients need none. */
  readonly token: string | undefined;
  /** Called with `address:port` of each client that sent the token. */
  admit(peer: string): void;
}

/** A server of calls without any route but `/health`. Every other request needs the token, and none comes from a browser. */
export function httpApp({ api: { who, prefix }, token, admit }: HttpAppOptions): Hono {
  const app = new Hono();
  app.onError((error, context) => {
    const code: ErrorCode = error instanceof WireduelError ? error.code : "UNEXPECTED";
    // Node then closes the connection, and reads no more of a body.
    if (code === "UNAUTHORIZED") context.header("connection", "close");
    return context.json({ error: { code, message: messageOf(error) } }, HTTP_STATUS[code] ?? 500);
  });
  app.notFound((context) => {
    const message =
      `a ${who} of @wireduel/core ${CORE_VERSION} has no ${context.req.method} ${context.req.path}; ` +
      "use its URL, and the same version at both ends";
    return context.json({ error: { code: "CONTRACT_MISMATCH", message } }, 404);
  });
  app.get("/health", (context) => {
    const { contract, core, node } = identifyEnd();
    return context.json({ status: "ok", contract, core, node });
  });
  app.use(`${prefix}*`, async (context, next) => {
    // Only browsers send it. A web page must not use a server of its visitor's machine.
    if (context.req.header("origin") !== undefined) {
      throw new WireduelError("UNAUTHORIZED", `the ${who} takes no requests from web pages`);
    }
    if (token !== undefined && !sameToken(context.req.header("authorization"), token)) {
      throw new WireduelError("UNAUTHORIZED", `the ${who} requires its token`);
    }
    const { address, port } = getConnInfo(context).remote;
    admit(`${address}:${port}`);
    await next();
  });
  return app;
}

/**
 * Limits the body of a request. To read a body takes as long as all the rest, and the calls that compare clocks have
 * none.
 */
export function limitBody(maxSize: number): MiddlewareHandler {
  const limit = bodyLimit({ maxSize, onError: tooLarge });
  return async (context, next) => (hasBody(context) ? limit(context, next) : next());
}

/** Whose bytes the body of a request has, and how many it may have. */
export interface LargeBody {
  readonly of: string;
  readonly mostBytes: number;
}

/**
 * Limits bodies that may be large. So one after another is read of each owner.
 * @param what the owner in messages
 * @param read gets the query's `argument`, before the body is read. Throws if such a body may not come.
 */
export function limitLargeBody(
  what: string,
  read: (query: string | undefined) => LargeBody,
): MiddlewareHandler {
  const reading = new Set<string>();
  return async (context, next) => {
    if (!hasBody(context)) return next();
    const { of, mostBytes } = read(context.req.query("argument"));
    const limit = limitBody(mostBytes);
    if (reading.has(of)) throw new WireduelError("RECEIVER_BUSY", `another request has bytes for ${what}`);
    reading.add(of);
    try {
      return await limit(context, next);
    } finally {
      reading.delete(of);
    }
  };
}

export function hasBody(context: Context): boolean {
  const length = context.req.header("content-length");
  return context.req.header("transfer-encoding") !== undefined || (length !== undefined && length !== "0");
}

/** The body of a request. Undefined if it has none. */
export async function bodyOf(context: Context): Promise<Uint8Array | undefined> {
  return hasBody(context) ? new Uint8Array(await context.req.arrayBuffer()) : undefined;
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
