import { messageOf } from "../failure/wireduel-error.js";

/**
 * Why a request got no answer, in one line. Before the first answer, it adds a hint if TLS is the likely
 * reason. A server that rejects a certificate often just closes the connection.
 *
 * @param secure whether the receiver's URL is `https`
 * @param answered whether the receiver has answered before
 */
export function httpFailure(
  error: unknown,
  { secure, answered }: { readonly secure: boolean; readonly answered: boolean },
): string {
  const message = messageOf(error);
  // OpenSSL's format: `…:error:0A00010B:SSL routines:ssl3_get_record:wrong version
  // number:…/ssl3_record.c:350:` and a newline
  const reason = /:error:[0-9A-F]+:[^:]*:[^:]*:([^:]+)/.exec(message)?.[1] ?? message.trim();
  const hint = answered ? undefined : hintFor(reason, (error as NodeJS.ErrnoException).code, secure);
  return hint === undefined ? reason : `${reason} (${hint})`;
}

function hintFor(reason: string, code: string | undefined, secure: boolean): string | undefined {
  const reset = code === "ECONNRESET" || code === "EPIPE";
  if (!secure) return reset ? "is it https?" : undefined;
  if (/wrong version number|packet length too long|http request/.test(reason)) {
    return "is it http, without TLS?";
  }
  if (/protocol version|unsupported protocol/.test(reason)) {
    return "do both ends allow the same version of TLS?";
  }
  if (reset || /alert (certificate|unknown ca|bad certificate|handshake failure)/.test(reason)) {
    return "does it require a certificate that it trusts? Set `cert` and `key` of its `tls`";
  }
  return undefined;
}
