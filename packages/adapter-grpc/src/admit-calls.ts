import type { Http2Server, IncomingHttpHeaders, ServerHttp2Session, ServerHttp2Stream } from "node:http2";
import { type ListenContext, limitStrangers } from "@wireduel/core/adapter";
import { REFUSED, SECRET_KEY } from "./secret.js";

/**
 * Answers calls without the session's secret before grpc-js sees them. It would first read a whole message, and a stranger could
 * fill the memory with many that never end. Connections without a call that has the secret are limited.
 *
 * @param onAdmitted called with the connection of the first call that has the secret
 */
export function admitCalls(
  http2Server: Http2Server,
  admits: ListenContext["admits"],
  onAdmitted: (session: ServerHttp2Session) => void,
): void {
  const strangers = limitStrangers(http2Server);
  const admitted = new WeakSet<ServerHttp2Session>();
  const emit = http2Server.emit.bind(http2Server) as (...args: unknown[]) => boolean;
  http2Server.emit = (event: string | symbol, ...args: unknown[]): boolean => {
    if (event !== "stream") return emit(event, ...args);
    const [stream, headers] = args as [ServerHttp2Stream, IncomingHttpHeaders];
    const secret = headers[SECRET_KEY];
    if (!admits(typeof secret === "string" ? secret : undefined)) return refuse(stream);
    const session = stream.session as ServerHttp2Session | undefined;
    if (session !== undefined && !admitted.has(session)) {
      admitted.add(session);
      strangers.admit(session.socket);
      onAdmitted(session);
    }
    return emit(event, ...args);
  };
}

function refuse(stream: ServerHttp2Stream): true {
  stream.on("error", () => {});
  stream.respond(
    {
      ":status": 200,
      "content-type": "application/grpc+proto",
      "grpc-status": REFUSED.code,
      "grpc-message": REFUSED.details,
    },
    { endStream: true },
  );
  stream.close();
  return true;
}
