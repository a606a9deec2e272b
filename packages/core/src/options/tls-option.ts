import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import { createSecureContext } from "node:tls";
import { messageOf, WireduelError } from "../failure/wireduel-error.js";
import { flag, invalidOption, type OptionKind, oneOf, refuseUnknown } from "./option.js";
import { describeSecret } from "./describe-secret.js";
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
  /** The host name that the listening end's certificate must be of. Default: the host that is dialled, name or address. */
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
    return parseTlsFiles(name, value, '"local", or { cert, key, ca, … }');
  },
};

/**
 * Checks certificates of the user's own, and reads their files. No error shows what was given, which may be a key.
 *
 * @param wanted what the option may be, in words
 * @throws WireduelError `INVALID_OPTION`
 */
export function parseTlsFiles(name: string, given: unknown, wanted = "{ cert, key, ca, … }"): OwnTls {
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw unlike(name, wanted, describeSecret(given));
  }
  refuseUnknown(name, FILES, given);
  const files = given as TlsFiles;
  const cert = certificatesOf(`${name}.cert`, files.cert);
  const ca = certificatesOf(`${name}.ca`, files.ca);
  const { passphrase, servername, clientCertificate = false, minVersion = minVersionKind.default } = files;
  if (passphrase !== undefined && typeof passphrase !== "string") {
    throw unlike(`${name}.passphrase`, "a string", describeSecret(passphrase));
  }
  if (passphrase !== undefined && files.key === undefined) {
    throw invalidOption(`${name}.key`, `given, as \`${name}.passphrase\` is`, undefined);
  }
  const key = keyOf(`${name}.key`, files.key, passphrase);
  if ((cert === undefined) !== (key === undefined)) {
    const [missing, there] = cert === undefined ? ["cert", "key"] : ["key", "cert"];
    throw invalidOption(`${name}.${missing}`, `given, as \`${name}.${there}\` is`, undefined);
  }
  if (cert !== undefined && key !== undefined && !new X509Certificate(cert).checkPrivateKey(key.object)) {
    throw unlike(`${name}.key`, `the key of \`${name}.cert\``, "another key");
  }
  checkUsable(name, { cert, key: key?.pem, passphrase, ca });
  flag(false).parse(`${name}.clientCertificate`, withoutPem(clientCertificate));
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
    ...(servername === undefined ? {} : { servername: hostName(`${name}.servername`, servername) }),
    minVersion: minVersionKind.parse(`${name}.minVersion`, withoutPem(minVersion)),
  };
}

function unlike(name: string, wanted: string, got: string): WireduelError {
  return new WireduelError("INVALID_OPTION", `Expected \`${name}\` to be ${wanted}, got ${got}`);
}

/** A key that slipped into another option must not be shown. */
function withoutPem(value: unknown): unknown {
  return typeof value === "string" && value.includes("-----") ? "PEM" : value;
}

function hostName(name: string, value: unknown): string {
  // An address is checked without: the name that a TLS client sends may not be one (RFC 6066, section 3).
  if (typeof value === "string" && isIP(value) === 0 && /^[\w-]+(\.[\w-]+)*\.?$/.test(value)) return value;
  throw invalidOption(name, "a host name, which an address is not", withoutPem(value));
}

/** What Node would refuse only when a link opens, such as a key that is too short. */
function checkUsable(
  name: string,
  files: { readonly [Name in "cert" | "key" | "passphrase" | "ca"]: string | undefined },
): void {
  try {
    createSecureContext(files);
  } catch (error) {
    const { reason } = error as { reason?: string };
    throw unlike(
      name,
      "certificates and a key that TLS takes",
      `"${reason ?? messageOf(error)}" from OpenSSL`,
    );
  }
}

const CERTIFICATE = /-----BEGIN ((?:X509 |TRUSTED )?CERTIFICATE)-----/g;

function certificatesOf(name: string, value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const pem = readPem(name, "a certificate", value);
  const found = [...pem.matchAll(CERTIFICATE)];
  if (found.length === 0) throw unlike(name, "a certificate in PEM", "PEM of something else");
  // Each by itself: Node reads a chain up to the first that is broken, and passes over the rest in silence.
  for (const [index, match] of found.entries()) {
    try {
      new X509Certificate(pem.slice(match.index, found[index + 1]?.index));
    } catch {
      const which = found.length === 1 ? "one" : `number ${index + 1} of ${found.length}`;
      throw unlike(name, "certificates in PEM", `${which} that cannot be read`);
    }
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
    throw unlike(name, "a private key in PEM", got);
  }
}
