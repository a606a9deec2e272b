/** A certificate with its private key, both PEM. */
export interface LocalCertificate {
  readonly cert: string;
  readonly key: string;
}

/** The name that a dialling end checks, whichever host it dials: it trusts this one certificate alone. */
export const LOCAL_NAME = "localhost";

const DAY_MS = 86_400_000;
const VALID_DAYS = 7;

let made: { readonly atMs: number; readonly certificate: Promise<LocalCertificate> } | undefined;

/**
 * The certificate of this process, made when it is first asked for, and anew each day: a receiver server may run for longer
 * than one is valid.
 *
 * @param nowMs milliseconds since 1970
 */
export function localCertificate(nowMs: number = Date.now()): Promise<LocalCertificate> {
  if (made === undefined || Math.abs(nowMs - made.atMs) >= DAY_MS) {
    made = { atMs: nowMs, certificate: makeLocalCertificate(nowMs) };
  }
  return made.certificate;
}

/**
 * Makes a certificate that signs itself: elliptic curve P-256, valid for a week.
 *
 * @param nowMs milliseconds since 1970
 */
export async function makeLocalCertificate(nowMs: number = Date.now()): Promise<LocalCertificate> {
  // Loaded only here: with what it needs it takes as long as a process does to start.
  const { default: selfsigned } = await import("selfsigned");
  const { cert, private: key } = await selfsigned.generate([{ name: "commonName", value: LOCAL_NAME }], {
    keyType: "ec",
    curve: "P-256",
    // The other end's calendar may be behind.
    notBeforeDate: new Date(nowMs - DAY_MS),
    notAfterDate: new Date(nowMs + VALID_DAYS * DAY_MS),
    extensions: [
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: LOCAL_NAME },
          { type: 7, ip: "127.0.0.1" },
          { type: 7, ip: "::1" },
        ],
      },
    ],
  });
  return { cert, key };
}
