import type { SecureVersion } from "node:tls";

/** What a dialling end encrypts with: options of `tls.connect`. The certificate of the other end is always verified. */
export interface DialTls {
  /** PEM of the authorities that are trusted. Absent: those that Node trusts. */
  readonly ca?: string;
  /** PEM of this end's own certificate and key, for mutual TLS. */
  readonly cert?: string;
  readonly key?: string;
  readonly passphrase?: string;
  /** The name that the certificate must be of. Absent: the endpoint's host. */
  readonly servername?: string;
  readonly minVersion: SecureVersion;
  readonly rejectUnauthorized: true;
}

/** What a listening end encrypts with: options of `tls.createServer`, `https.createServer`, `http2.createSecureServer`. */
export interface ListenTls {
  /** PEM of this end's certificate, and of its key. */
  readonly cert: string;
  readonly key: string;
  readonly passphrase?: string;
  /** PEM of the authorities of the dialling ends' certificates. */
  readonly ca?: string;
  /** Whether a dialling end must show a certificate. */
  readonly requestCert: boolean;
  readonly minVersion: SecureVersion;
  readonly rejectUnauthorized: true;
}

/** What a handshake agreed on. */
export interface TlsReport {
  /** `TLSv1.3` */
  readonly version: string;
  /** The cipher suite by its standard name: `TLS_AES_256_GCM_SHA384`. */
  readonly cipher: string;
}
