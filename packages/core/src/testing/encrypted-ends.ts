import { createPrivateKey } from "node:crypto";
import type { Direction } from "../adapter/contract.js";
import { dialTls, listenTls } from "../tls/end-tls.js";
import type { DialTls, ListenTls } from "../tls/link-tls.js";
import { type LocalCertificate, makeLocalCertificate } from "../tls/local-certificate.js";
import type { OwnTls } from "../tls/tls-settings.js";
import type { DialOptions, Ends } from "./ends.js";
import type { OpenLink } from "./open-link.js";
import { numberedFrame } from "./pair.js";
import { until } from "./waiting.js";

type Files = Partial<Omit<OwnTls, "kind">>;

const settingsOf = (files: Files): OwnTls => ({
  kind: "own",
  clientCertificate: false,
  minVersion: "TLSv1.2",
  ...files,
});

/** What core gives to a dialling end with these certificates. */
export function dialsWith(files: Files): DialTls {
  return dialTls(settingsOf(files), { url: "" });
}

/** What core gives to a listening end with these certificates. */
export async function listensWith(files: Files): Promise<ListenTls> {
  return (await listenTls(settingsOf(files), "tls")).tls;
}

/** What core gives to both ends with `tls: "local"`. */
export async function localTls(): Promise<{ readonly listen: ListenTls; readonly dial: DialTls }> {
  const settings = { kind: "local", minVersion: "TLSv1.2" } as const;
  const { tls, certificate = "" } = await listenTls(settings, "tls");
  return { listen: tls, dial: dialTls(settings, { url: "", certificate }) };
}

let made: Promise<Record<"host" | "guest" | "stranger", LocalCertificate>> | undefined;

/** A certificate for localhost and two for clients, each its own authority. Made once, because that takes a while. */
export function certificates(): NonNullable<typeof made> {
  // Of different names, because OpenSSL looks up authorities by name.
  made ??= Promise.all([
    makeLocalCertificate(),
    makeLocalCertificate(Date.now(), ["guest.example"]),
    makeLocalCertificate(Date.now(), ["stranger.example"]),
  ]).then(([host, guest, stranger]) => ({ host, guest, stranger }));
  return made;
}

/** The same key, encrypted. */
export function encryptedKey(key: string, passphrase: string): string {
  const options = { type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase } as const;
  return createPrivateKey(key).export(options).toString();
}

/**
 * Dials, and sends a frame if that is possible. Resolves with whether the frame and its reply came through.
 * Whether a refusal shows in `dial`, in the link or in the send is up to the protocol.
 */
export async function carries(ends: Ends, direction: Direction, where: DialOptions): Promise<boolean> {
  const before = ends.accepted.length;
  let dialled: OpenLink;
  try {
    dialled = await ends.dial(where);
  } catch {
    return false;
  }
  // A plain connection may only be refused when the first bytes come, which in a push is never.
  if (where.tls === undefined && direction === "push") dialled.send([numberedFrame(0, 100)]);
  const sender = () => (direction === "upload" ? dialled : ends.accepted[before]);
  let sent = false;
  await until(
    () => {
      const link = sender();
      if (link && !sent) link.send([numberedFrame(1, 100)]);
      sent ||= link !== undefined;
      return dialled.ended !== undefined || dialled.failures.length > 0 || (link?.came.length ?? 0) > 0;
    },
    () => "a link neither carried a frame nor closed",
  );
  return (sender()?.came.length ?? 0) > 0;
}
