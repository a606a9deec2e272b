import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { WireduelError } from "../errors.js";
import { flag, invalidOption, type OptionKind, oneOf, refuseUnknown, text } from "../option.js";
import { readPem } from "./read-pem.js";

/** TLS with certificates of the user's own. Each of `cert`, `key` and `ca` is PEM, or the path of a file with PEM. */
export interface TlsFiles {
  /** The certificate of this end, with its chain: the listening end needs one, a dialling end for mutual TLS. */
  cert?: string | undefined;
  /** Its private key. */
  key?: string | undefined;
  /** Of an encrypted key. */
  passphrase?: string | undefined;
  /** The authorities trusted for the other end. Default: those that Node trusts. */
  ca?: string | undefined;
  /** Mutual TLS: a dialling end must show a certificate of `ca`. Default false. */
  clientCertificate?: boolean | undefined;
  /** The name that the listening end's certificate must be of. Default: the host that is dialled. */
  servername?: string | undefined;
  /** Default `TLSv1.2`. */
  minVersion?: TlsVersion | undefined;
}

export type TlsVersion = "TLSv1.2" | "TLSv1.3";

/** What users give: `"local"` for a certificate made on the fly, that the other end is told of over control. */
export type TlsOption = "local" | TlsFiles;

/** A certificate that the listening end makes. */
export interface LocalTls {
  readonly kind: "local";
  readonly minVersion: TlsVersion;
}

/** Certificates of the user's own: PEM texts, as files have been read. */
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

/** Checked, and plain data: it reaches a child process as it is, and no result. */
export type TlsSettings = LocalTls | OwnTls;

/** What of TLS is told to a receiver elsewhere, instead of certificates and keys. */
export type TlsWord = "off" | "local" | "own";

export function tlsWord(settings: TlsSettings | undefined): TlsWord {
  return settings?.kind ?? "off";
}

const FILES = ["cert", "key", "passphrase", "ca", "clientCertificate", "servername", "minVersion"];
const minVersionKind = oneOf<TlsVersion>("TLSv1.2", ["TLSv1.2", "TLSv1.3"]);

/** Checks a `tls` option, and reads its files; undefined: not encrypted. An error never shows a key or a passphrase. */
export const tlsKind: OptionKind<TlsSettings | undefined> = {
  default: undefined,
  parse(name, value) {
    if (value === "local") return { kind: "local", minVersion: minVersionKind.default };
    if (typeof value === "object" && value !== null) return parseTlsFiles(name, value);
    throw invalidOption(
      name,
      '"local", or { cert, key, ca, … }',
      typeof value === "string" ? "another text" : value,
    );
  },
};

/**
 * Checks certificates of the user's own, and reads their files.
 * @throws WireduelError `INVALID_OPTION`
 */
export function parseTlsFiles(name: string, given: object): OwnTls {
  refuseUnknown(name, FILES, given);
  const files = given as TlsFiles;
  const cert = certificatesOf(`${name}.cert`, files.cert);
  const ca = certificatesOf(`${name}.ca`, files.ca);
  const { passphrase, servername, clientCertificate = false, minVersion = minVersionKind.default } = files;
  if (passphrase !== undefined && typeof passphrase !== "string") {
    throw new WireduelError(
      "INVALID_OPTION",
      `Expected \`${name}.passphrase\` to be a string, got a ${typeof passphrase}`,
    );
  }
  const key = keyOf(`${name}.key`, files.key, passphrase);
  if ((cert === undefined) !== (key === undefined)) {
    const [missing, there] = cert === undefined ? ["cert", "key"] : ["key", "cert"];
    throw invalidOption(`${name}.${missing}`, `given, as \`${name}.${there}\` is`, undefined);
  }
  if (cert !== undefined && key !== undefined && !new X509Certificate(cert).checkPrivateKey(key.object)) {
    throw new WireduelError(
      "INVALID_OPTION",
      `Expected \`${name}.key\` to be the key of \`${name}.cert\`, got another key`,
    );
  }
  flag(false).parse(`${name}.clientCertificate`, clientCertificate);
  if (clientCertificate && ca === undefined) {
    throw invalidOption(
      `${name}.ca`,
      `given, as \`${name}.clientCertificate\` wants certificates of it`,
      undefined,
    );
  }
  return {
    kind: "own",
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key: key.pem }),
    ...(passphrase === undefined ? {} : { passphrase }),
    ...(ca === undefined ? {} : { ca }),
    clientCertificate,
    ...(servername === undefined ? {} : { servername: text("").parse(`${name}.servername`, servername) }),
    minVersion: minVersionKind.parse(`${name}.minVersion`, minVersion),
  };
}

function certificatesOf(name: string, value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const pem = readPem(name, "a certificate", value);
  try {
    new X509Certificate(pem);
  } catch {
    throw new WireduelError(
      "INVALID_OPTION",
      `Expected \`${name}\` to be a certificate in PEM, got PEM of something else`,
    );
  }
  return pem;
}

function keyOf(
  name: string,
  value: unknown,
  passphrase: string | undefined,
): { readonly pem: string; readonly object: KeyObject } | undefined {
  if (value === undefined) return undefined;
  const pem = readPem(name, "a private key", value);
  try {
    return {
      pem,
      object: createPrivateKey({ key: pem, ...(passphrase === undefined ? {} : { passphrase }) }),
    };
  } catch {
    const got = /ENCRYPTED/.test(pem)
      ? `one that ${passphrase === undefined ? "wants a passphrase" : "another passphrase opens"}`
      : "PEM of something else";
    throw new WireduelError("INVALID_OPTION", `Expected \`${name}\` to be a private key in PEM, got ${got}`);
  }
}
