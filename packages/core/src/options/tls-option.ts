import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import { createSecureContext } from "node:tls";
import { messageOf } from "../failure/wireduel-error.js";
import type { OwnTls, TlsSettings, TlsVersion } from "../tls/tls-settings.js";
import { didYouMean } from "./closest-name.js";
import {
  flag,
  invalidOption,
  mismatch,
  type OptionKind,
  oneOf,
  refuseUnknown,
  withDefault,
} from "./kinds.js";
import { describeSecret, readPem } from "./read-pem.js";

/** TLS with your own certificates. `cert`, `key` and `ca` are PEM, or the path of a PEM file. */
export interface TlsFiles {
  /**
   * The certificate of this end, with its chain. A listening end needs it. A dialling end needs it for mutual
   * TLS.
   */
  cert?: string | undefined;
  /** The private key of `cert`. */
  key?: string | undefined;
  /** The passphrase of an encrypted key. */
  passphrase?: string | undefined;
  /** The authorities that this end trusts. Default: those that Node trusts. */
  ca?: string | undefined;
  /** Mutual TLS: the dialling end must present a certificate signed by `ca`. Default: false. */
  clientCertificate?: boolean | undefined;
  /** The host name in the listening end's certificate. Default: the dialled host name or address. */
  servername?: string | undefined;
  /** The oldest TLS version to accept. Default: `TLSv1.2`. */
  minVersion?: TlsVersion | undefined;
}

/** `"local"` creates a certificate for the run and sends it to the other end over the control connection. */
export type TlsOption = "local" | TlsFiles;

const FILES = ["cert", "key", "passphrase", "ca", "clientCertificate", "servername", "minVersion"];
const minVersionKind = withDefault(oneOf<TlsVersion>(["TLSv1.2", "TLSv1.3"]), "TLSv1.2");

/**
 * Checks a `tls` option and reads its files. Null: not encrypted. Errors never show a key or a passphrase.
 */
export const tlsKind: OptionKind<TlsSettings | null> = {
  default: null,
  parse(name, value) {
    if (value === "local") return { kind: "local", minVersion: minVersionKind.default };
    const wanted = '"local", or { cert, key, ca, … }';
    if (typeof value !== "string") return parseTlsFiles(name, value, wanted);
    throw mismatch(name, wanted, describeSecret(value) + didYouMean(value, ["local"]));
  },
};

/**
 * Checks the user's certificates and reads their files. Errors never show the given value, because it may be
 * a key.
 *
 * @param wanted describes the option in messages
 * @throws WireduelError `INVALID_OPTION`
 */
export function parseTlsFiles(name: string, given: unknown, wanted = "{ cert, key, ca, … }"): OwnTls {
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw mismatch(name, wanted, describeSecret(given));
  }
  refuseUnknown(name, FILES, given);
  const files = given as TlsFiles;
  const cert = certificatesOf(`${name}.cert`, files.cert);
  const ca = certificatesOf(`${name}.ca`, files.ca);
  const { passphrase, servername, clientCertificate = false, minVersion = minVersionKind.default } = files;
  if (passphrase !== undefined && typeof passphrase !== "string") {
    throw mismatch(`${name}.passphrase`, "a string", describeSecret(passphrase));
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
    throw mismatch(`${name}.key`, `the key of \`${name}.cert\``, "another key");
  }
  checkUsable(name, { cert, key: key?.pem, passphrase, ca });
  flag.parse(`${name}.clientCertificate`, withoutPem(clientCertificate));
  if (clientCertificate && ca === undefined) {
    throw invalidOption(
      `${name}.ca`,
      `given, as \`${name}.clientCertificate\` needs an authority to check certificates`,
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

/** Hides a key that was given for another option by mistake. */
function withoutPem(value: unknown): unknown {
  return typeof value === "string" && value.includes("-----") ? "PEM" : value;
}

function hostName(name: string, value: unknown): string {
  // The name that a TLS client sends must not be an address (RFC 6066, section 3).
  if (typeof value === "string" && isIP(value) === 0 && /^[\w-]+(\.[\w-]+)*\.?$/.test(value)) return value;
  throw invalidOption(name, "a host name, not an address", withoutPem(value));
}

/** Finds errors now that Node would only report when a link opens, such as a key that is too short. */
function checkUsable(
  name: string,
  files: { readonly [Name in "cert" | "key" | "passphrase" | "ca"]: string | undefined },
): void {
  try {
    createSecureContext(files);
  } catch (error) {
    const { reason } = error as { reason?: string };
    throw mismatch(
      name,
      "certificates and a key that OpenSSL accepts",
      `the error "${reason ?? messageOf(error)}"`,
    );
  }
}

const CERTIFICATE = /-----BEGIN ((?:X509 |TRUSTED )?CERTIFICATE)-----/g;

function certificatesOf(name: string, value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const pem = readPem(name, "a certificate", value);
  const found = [...pem.matchAll(CERTIFICATE)];
  if (found.length === 0) throw mismatch(name, "a certificate in PEM", "PEM of something else");
  // One by one, because Node silently ignores a chain after the first broken certificate.
  for (const [index, match] of found.entries()) {
    try {
      new X509Certificate(pem.slice(match.index, found[index + 1]?.index));
    } catch {
      const which = found.length === 1 ? "one" : `number ${index + 1} of ${found.length}`;
      throw mismatch(name, "certificates in PEM", `${which} that cannot be read`);
    }
  }
  // Node also ignores one that begins on the line where another ends, as in files put together with `cat`.
  return pem.replaceAll(/(?<=[^\r\n])-----BEGIN /g, "\n$&");
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
      ? `one that ${passphrase === undefined ? "needs a passphrase" : "has another passphrase"}`
      : "PEM of something else";
    throw mismatch(name, "a private key in PEM", got);
  }
}
