import { messageOf } from "../failure/wireduel-error.js";

/**
 * Why a control call got no answer, in one line. Before the first answer with a word of help, where TLS is likely the reason:
 * a server that refuses a certificate, or TLS itself, often does no more than hang up.
 *
 * @param secure whether the receiver's URL is `https`
 * @param answered whether the receiver has answered before
 */
export function controlFailure(
  error: unknown,
  { secure, answered }: { readonly secure: boolean; readonly answered: boolean },
): string {
  const message = messageOf(error);
  // `…:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:…/ssl3_record.c:350:` and a line feed
  const reason = /:error:[0-9A-F]+:[^:]*:[^:]*:([^:]+)/.exec(message)?.[1] ?? message.trim();
  const help = answered ? undefined : helpWith(reason, (error as NodeJS.ErrnoException).code, secure);
  return help === undefined ? reason : `${reason} (${help})`;
}

function helpWith(reason: string, code: string | undefined, secure: boolean): string | undefined {
  const hungUp = code === "ECONNRESET" || code === "EPIPE";
  if (!secure) return hungUp ? "is it https?" : undefined;
  if (/wrong version number|packet length too long|http request/.test(reason)) {
    return "is it http, without TLS?";
  }
  if (/protocol version|unsupported protocol/.test(reason)) {
    return "do both ends allow one version of TLS?";
  }
  if (hungUp || /alert (certificate|unknown ca|bad certificate|handshake failure)/.test(reason)) {
    return "does it want a certificate that it trusts, as `cert` and `key` of `receiver.tls`?";
  }
  return undefined;
}
