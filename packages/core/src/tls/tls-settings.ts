/** The oldest TLS version that an end accepts. */
export type TlsVersion = "TLSv1.2" | "TLSv1.3";

/** A certificate that the listening end creates for the run. */
export interface LocalTls {
  readonly kind: "local";
  readonly minVersion: TlsVersion;
}

/** The user's own certificates as PEM, with files already read. */
export interface OwnTls {
  readonly kind: "own";
  readonly cert?: string;
  readonly key?: string;
  readonly passphrase?: string;
  readonly ca?: string;
  readonly clientCertificate: boolean;
  readonly servername?: string;
  readonly minVersion: TlsVersion;
}

/** A checked `tls` option. Plain data that is sent to child processes, but never stored in a result. */
export type TlsSettings = LocalTls | OwnTls;

/** What is sent to a receiver server instead of certificates and keys. */
export type Encryption = "none" | TlsSettings["kind"];
