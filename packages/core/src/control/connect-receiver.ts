import type { IncomingMessage } from "node:http";
import type { z } from "zod";
import { type ErrorCode, messageOf, WireduelError } from "../failure/wireduel-error.js";
import { tcpTarget, withTarget } from "../network/tcp-url.js";
import { dialTls } from "../tls/dial-tls.js";
import type { OwnTls } from "../options/tls-option.js";
import { controlFailure } from "./http-failure.js";
import { ControlClient, readBody } from "./http-request.js";
import {
  BEARER,
  clockStampsSchema,
  dialledSchema,
  endIdentitySchema,
  errorReplySchema,
  receiverReportSchema,
  sessionOpenedSchema,
} from "./control-schema.js";
import type { ReceiverConnection } from "./control-calls.js";

type RequestBody = string | Uint8Array;

/** Without a tick on the lease for this long, the receiver is gone. */
const LEASE_SILENCE_MS = 45_000;

/**
 * Reaches a receiver server over HTTP.
 * @throws WireduelError `RECEIVER_UNREACHABLE`, `UNAUTHORIZED`
 */
export async function connectReceiver(
  { url, token, tls }: { url: string; token?: string | undefined; tls?: OwnTls | undefined },
  timeoutMs: number,
): Promise<ReceiverConnection> {
  const base = url.replace(/\/$/, "");
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `${BEARER}${token}` };
  const client = new ControlClient(base, tls && dialTls(tls, { url }));
  const life = new AbortController();
  const reasonOf = (error: unknown) =>
    controlFailure(error, { secure: base.startsWith("https:"), answered: client.localAddress !== undefined });
  let whenUnanswered: ErrorCode = "RECEIVER_UNREACHABLE";
  let reportLost: (reason: string) => void = () => {};
  const lost = new Promise<string>((resolve) => {
    reportLost = resolve;
  });

  async function request(
    method: string,
    path: string,
    signal: AbortSignal,
    body?: RequestBody,
  ): Promise<IncomingMessage> {
    const type = typeof body === "string" ? { "content-type": "application/json" } : {};
    let response: IncomingMessage;
    try {
      response = await client.open({ method, path, signal, body, headers: { ...headers, ...type } });
    } catch (error) {
      const cause = signal.aborted ? `no answer within ${timeoutMs} ms` : reasonOf(error);
      throw new WireduelError(whenUnanswered, `no receiver answers at ${base}: ${cause}`, { cause: error });
    }
    if ((response.statusCode ?? 0) >= 300) throw await refusal(response, base);
    return response;
  }

  async function call<T>(
    method: string,
    path: string,
    schema: z.ZodType<T> | null,
    body?: unknown,
  ): Promise<T> {
    const signal = AbortSignal.any([life.signal, AbortSignal.timeout(Math.ceil(timeoutMs))]);
    const sent = body === undefined || body instanceof Uint8Array ? body : JSON.stringify(body);
    const response = await request(method, path, signal, sent as RequestBody | undefined);
    const text = await readBody(response).catch((error: unknown) => {
      throw new WireduelError(whenUnanswered, `${base} broke off its answer: ${messageOf(error)}`, {
        cause: error,
      });
    });
    if (schema === null) return undefined as T;
    const parsed = schema.safeParse(parseJson(text));
    if (parsed.success) return parsed.data;
    throw new WireduelError("RECEIVER_UNREACHABLE", `${base} does not answer as a Wireduel receiver does`);
  }

  /** Held open for the session's life; its end is how this end learns that the receiver is gone. */
  async function holdLease(session: string): Promise<void> {
    let silence: NodeJS.Timeout | undefined;
    try {
      const response = await request("GET", `/v1/sessions/${session}/lease`, life.signal);
      const listen = () => {
        clearTimeout(silence);
        silence = setTimeout(() => reportLost(`the receiver at ${base} fell silent`), LEASE_SILENCE_MS);
      };
      listen();
      for await (const _ of response) listen();
      if (!closedSessions.has(session)) reportLost(`the receiver at ${base} ended the session`);
    } catch (error) {
      if (!life.signal.aborted) reportLost(`the receiver at ${base} is gone: ${reasonOf(error)}`);
    } finally {
      clearTimeout(silence);
    }
  }

  const closedSessions = new Set<string>();
  const connection: ReceiverConnection = {
    kind: "remote",
    lost,
    localAddress: () => client.localAddress,
    identify: () => call("GET", "/v1/identity", endIdentitySchema),
    async openSession({ adapter: { name, options }, ...rest }) {
      // The module stays here: a remote receiver serves what it registered.
      // So do certificates and keys: it has its own.
      const body = { ...rest, adapter: { name, options }, codec: { name: rest.codec.name } };
      const opened = await call("POST", "/v1/sessions", sessionOpenedSchema, body);
      whenUnanswered = "RECEIVER_LOST";
      void holdLease(opened.session);
      if (opened.endpoint === null) return opened;
      const { url: data } = opened.endpoint;
      const target = tcpTarget(data);
      if (target === undefined) return opened;
      // The data is where control was reached, by whatever name the sender has for it.
      const host = new URL(base).hostname.replace(/^\[|\]$/g, "");
      return {
        ...opened,
        endpoint: { ...opened.endpoint, url: withTarget(data, { host, port: target.port }) },
      };
    },
    setReference: (session, index, payload) =>
      call("PUT", `/v1/sessions/${session}/references/${index}`, null, payload),
    dial: (session, endpoint) => call("POST", `/v1/sessions/${session}/links`, dialledSchema, endpoint),
    startPhase: (session, mark) => call("POST", `/v1/sessions/${session}/phase`, null, mark),
    stampClock: () => call("POST", "/v1/clock", clockStampsSchema),
    collect: (session) => call("GET", `/v1/sessions/${session}/report`, receiverReportSchema),
    async closeSession(session) {
      closedSessions.add(session);
      await call("DELETE", `/v1/sessions/${session}`, null);
    },
    async disconnect() {
      life.abort();
      client.close();
    },
  };
  return connection;
}

async function refusal(response: IncomingMessage, base: string): Promise<WireduelError> {
  const parsed = errorReplySchema.safeParse(parseJson(await readBody(response).catch(() => "")));
  if (!parsed.success) {
    return new WireduelError(
      "RECEIVER_UNREACHABLE",
      `${base} does not answer as a Wireduel receiver does (HTTP ${response.statusCode})`,
    );
  }
  const { code, message } = parsed.data.error;
  return new WireduelError(code as ErrorCode, `${message} (receiver ${base})`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
