import { isIP } from "node:net";

/** A certificate and its private key, both PEM. */
export interface LocalCertificate {
  readonly cert: string;
  readonly key: string;
}

/** The host name that a dialling end checks, whatever host it dials. It trusts only this one certificate. */
export const LOCAL_NAME = "localhost";

const DAY_MS = 86_400_000;
const VALID_DAYS = 7;

let made: { readonly atMs: number; readonly certificate: Promise<LocalCertificate> } | undefined;

/**
 * The certificate of this process. It is created on first use and replaced each day, because a receiver
 * server may run longer than a certificate is valid.
 *
 * @param nowMs milliseconds since 1970
 */
export function localCertificate(nowMs: number = Date.now()): Promise<LocalCertificate> {
  if (made === undefined || Math.abs(nowMs - made.atMs) >= DAY_MS) {
    made = { atMs: nowMs, certificate: makeLocalCertificate(nowMs) };
  }
  return made.certificate;
}

/** What a local certificate is valid for. */
const LOCAL_NAMES = [LOCAL_NAME, "127.0.0.1", "::1"];

/**
 * Creates a self-signed certificate: elliptic curve P-256, valid for a week.
 *
 * @param nowMs milliseconds since 1970
 * @param names host names and addresses for which it is valid. Default: localhost and its addresses.
 */
export async function makeLocalCertificate(
  nowMs: number = Date.now(),
  names: readonly string[] = LOCAL_NAMES,
): Promise<LocalCertificate> {
  // Loaded lazily: with its dependencies it takes as long as starting a process.
  const { default: selfsigned } = await import("selfsigned");
  const { cert, private: key } = await selfsigned.generate([{ name: "commonName", value: names[0] }], {
    keyType: "ec",
    curve: "P-256",
    // The other end's date may be behind.
    notBeforeDate: new Date(nowMs - DAY_MS),
    notAfterDate: new Date(nowMs + VALID_DAYS * DAY_MS),
    extensions: [
      {
        name: "subjectAltName",
        altNames: names.map((name) => (isIP(name) === 0 ? { type: 2, value: name } : { type: 7, ip: name })),
      },
    ],
  });
  return { cert, key };
}
