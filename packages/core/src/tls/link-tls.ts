import type { SecureVersion, TLSSocket } from "node:tls";
import { invalidOption } from "../options/kinds.js";

/** TLS options of a dialling end, for `tls.connect`. The certificate of the other end is always verified. */
export interface DialTls {
  /** PEM of the authorities to trust. Default: those that Node trusts. */
  readonly ca?: string;
  /** PEM of this end's certificate, for mutual TLS. */
  readonly cert?: string;
  /** PEM of the private key of `cert`. */
  readonly key?: string;
  /** The passphrase of an encrypted key. */
  readonly passphrase?: string;
  /** The host name that the certificate must have. Default: the endpoint's host. */
  readonly servername?: string;
  readonly minVersion: SecureVersion;
  readonly rejectUnauthorized: true;
}

/**
 * TLS options of a listening end, for `tls.createServer`, `https.createServer` or `http2.createSecureServer`.
 */
export interface ListenTls {
  /** PEM of this end's certificate. */
  readonly cert: string;
  /** PEM of the private key of `cert`. */
  readonly key: string;
  /** The passphrase of an encrypted key. */
  readonly passphrase?: string;
  /** PEM of the authorities that must have signed the dialling end's certificate. */
  readonly ca?: string;
  /** Whether the dialling end must present a certificate. */
  readonly requestCert: boolean;
  readonly minVersion: SecureVersion;
  readonly rejectUnauthorized: true;
}

/** What a TLS handshake negotiated. */
export interface TlsReport {
  /** The protocol version, such as `TLSv1.3`. */
  readonly version: string;
  /** The standard name of the cipher suite, such as `TLS_AES_256_GCM_SHA384`. */
  readonly cipher: string;
}

/**
 * What a socket's handshake negotiated. Undefined before the handshake, and after the socket has closed.
 * @throws WireduelError `INVALID_OPTION` if it is not a TLS socket
 */
export function describeTls(socket: Pick<TLSSocket, "getProtocol" | "getCipher">): TlsReport | undefined {
  if (typeof socket?.getProtocol !== "function") throw invalidOption("socket", "a TLS socket", socket);
  const version = socket.getProtocol();
  const cipher = socket.getCipher() as ReturnType<TLSSocket["getCipher"]> | undefined;
  if (version === null || cipher === undefined) return undefined;
  return { version, cipher: cipher.standardName };
}
