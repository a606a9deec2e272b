// The HTTP form of a call: `POST /v1/<name>` with the argument as JSON body. If a field of the argument has
// bytes, the bytes are the body, and the other fields are JSON in the query. An empty argument has no body: a call
// that compares clocks must be fast.
import type { ErrorCode, Failure } from "../failure/codes.js";
import { WireduelError } from "../failure/wireduel-error.js";
import { isObject, type Kind, object } from "../options/kinds.js";
import { parseJson } from "./bounded-json.js";
import type { CallApi } from "./call-api.js";
import type { AnyCall } from "./calls.js";
import { failure } from "./control-kinds.js";

/** The scheme of the authorization header. */
export const BEARER = "Bearer ";

const JSON_HEADERS = { "content-type": "application/json" };
const NO_BYTES = new Uint8Array(0);
const BYTES_HEADERS = { "content-type": "application/octet-stream" };

/** A call as an HTTP request. */
export interface CallRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
}

/** The kinds of a call. */
export function kindsOf({ calls }: CallApi, name: string): AnyCall {
  const kinds = calls[name];
  if (kinds === undefined) throw new Error(`there is no call "${name}"`);
  return kinds;
}

/** Makes the request of a call. */
export function requestOf(api: CallApi, name: string, argument: object): CallRequest {
  const { bytes } = kindsOf(api, name);
  const path = api.prefix + name;
  if (Object.keys(argument).length === 0) return { path, headers: {}, body: undefined };
  if (bytes === undefined) return { path, headers: JSON_HEADERS, body: JSON.stringify(argument) };
  const { [bytes]: body, ...rest } = argument as Readonly<Record<string, unknown>>;
  const query = encodeURIComponent(JSON.stringify(rest));
  return { path: `${path}?argument=${query}`, headers: BYTES_HEADERS, body: body as Uint8Array };
}

/**
 * Reads and checks the argument in a request.
 * @param body undefined: the request had none, or an empty one
 * @param query the query's `argument`
 * @throws WireduelError `INVALID_OPTION`
 */
export function argumentOf(
  api: CallApi,
  name: string,
  body: Uint8Array | undefined,
  query: string | undefined,
): object {
  const { argument, bytes } = kindsOf(api, name);
  if (body === undefined && query === undefined) return argument.parse(name, {});
  const json = parseJson(
    bytes === undefined ? Buffer.from(body ?? NO_BYTES).toString("utf8") : (query ?? ""),
  );
  if (json === undefined) {
    const where = bytes === undefined ? "body" : "query's `argument`";
    throw new WireduelError("INVALID_OPTION", `Expected the request's ${where} to be JSON`);
  }
  const given = bytes !== undefined && isObject(json) ? { ...json, [bytes]: body ?? NO_BYTES } : json;
  return argument.parse(name, given);
}

/**
 * For what the bytes are that a call has as its body: a part of its argument.
 * @param query the query's `argument`
 * @throws WireduelError `INVALID_OPTION`
 */
export function nameIn<Name>(query: string | undefined, name: Kind<Name>): Name {
  return name.parse("argument", parseJson(query ?? ""));
}

/**
 * Reads and checks the answer to a call.
 * @throws WireduelError `INVALID_OPTION`
 */
export function answerOf(api: CallApi, name: string, body: string): unknown {
  return kindsOf(api, name).answer.parse(name, parseJson(body));
}

/** The contract in an answer to `identify`, whatever else is in it. Undefined if there is none. */
export function contractOf(body: string): number | undefined {
  const { contract } = (parseJson(body) ?? {}) as { contract?: unknown };
  return typeof contract === "number" ? contract : undefined;
}

const errorReply: Kind<{ readonly error: Failure<ErrorCode> }> = object<{ error: Failure<ErrorCode> }>(
  { error: failure },
  { unknown: "ignore" },
);

/**
 * Reads and checks the error of a call that failed at the receiver.
 * @throws WireduelError `INVALID_OPTION`
 */
export function failureOf(body: string): Failure<ErrorCode> {
  return errorReply.parse("reply", parseJson(body)).error;
}
