import type { Http2Server, IncomingHttpHeaders, ServerHttp2Session, ServerHttp2Stream } from "node:http2";
import type { StatusObject } from "@grpc/grpc-js";
import { type ListenContext, limitStrangers } from "@wireduel/core/adapter";
import { grpcJs } from "./library.js";
import { REFUSED, SECRET_KEY } from "./secret.js";

/** How many calls of a connection may be refused. A client that reads no answers would fill the memory with them. */
const MOST_REFUSED = 100;
/** How much memory calls that are not finished may take. */
const MOST_CALLS_BYTES = 2 ** 30;
/** Roughly what such a call takes besides its reply. */
const CALL_BYTES = 16 * 1024;

const TOO_MANY_CALLS: Answer = {
  code: grpcJs.status.RESOURCE_EXHAUSTED,
  details: `the calls that are not finished take more than ${MOST_CALLS_BYTES / 2 ** 20} MiB`,
};

/** How a call is refused. */
type Answer = Pick<StatusObject, "code" | "details">;

/** What `admitCalls` asks and tells. */
export interface Admission {
  /** Whether a presented secret is right. */
  readonly admits: ListenContext["admits"];
  /** How many bytes the reply of a call has. */
  replyBytes(): number;
  /** Called with the connection of the first call that has the secret. */
  onAdmitted(session: ServerHttp2Session): void;
}

/**
 * Answers calls without the session's secret before grpc-js sees them. It would first read a whole message, and a stranger could
 * fill the memory with many that never end. Connections without a call that has the secret are limited, and so are calls that
 * are not finished.
 */
export function admitCalls(http2Server: Http2Server, { admits, replyBytes, onAdmitted }: Admission): void {
  const strangers = limitStrangers(http2Server);
  const admitted = new WeakSet<ServerHttp2Session>();
  const refused = new WeakMap<ServerHttp2Session, number>();
  let open = 0;
  const closed = () => void open--;

  function refuse(stream: ServerHttp2Stream, session: ServerHttp2Session | undefined, answer: Answer): true {
    answerCall(stream, answer);
    if (session === undefined) return true;
    const before = refused.get(session) ?? 0;
    refused.set(session, before + 1);
    if (before >= MOST_REFUSED) session.destroy();
    return true;
  }

  const emit = http2Server.emit.bind(http2Server) as (...args: unknown[]) => boolean;
  http2Server.emit = (event: string | symbol, ...args: unknown[]): boolean => {
    if (event !== "stream") return emit(event, ...args);
    const [stream, headers] = args as [ServerHttp2Stream, IncomingHttpHeaders];
    const session = stream.session as ServerHttp2Session | undefined;
    const secret = headers[SECRET_KEY];
    if (!admits(typeof secret === "string" ? secret : undefined)) return refuse(stream, session, REFUSED);
    if (session !== undefined && !admitted.has(session)) {
      admitted.add(session);
      strangers.admit(session.socket);
      onAdmitted(session);
    }
    if (open * (CALL_BYTES + replyBytes()) > MOST_CALLS_BYTES) return refuse(stream, session, TOO_MANY_CALLS);
    open++;
    stream.once("close", closed);
    return emit(event, ...args);
  };
}

function answerCall(stream: ServerHttp2Stream, { code, details }: Answer): void {
  stream.on("error", () => {});
  stream.respond(
    {
      ":status": 200,
      "content-type": "application/grpc+proto",
      "grpc-status": code,
      "grpc-message": details,
    },
    { endStream: true },
  );
  stream.close();
}
