import { WireduelError } from "../failure/wireduel-error.js";
import type { Encryption, TlsSettings } from "./tls-settings.js";

const LOCAL: TlsSettings = { kind: "local", minVersion: "TLSv1.2" };

/**
 * The TLS settings of a session on a receiver server. If the server has certificates, a sender cannot turn
 * them off. Certificates are never sent to a server.
 *
 * @param wanted what the sender asks for
 * @param registered the settings with which the adapter was registered. Null: not encrypted.
 * @throws WireduelError `INVALID_OPTION` if sender and server do not agree
 */
export function servedTls(
  name: string,
  wanted: Encryption,
  registered: TlsSettings | null,
): TlsSettings | null {
  const refuse = (message: string) => new WireduelError("INVALID_OPTION", `${name}: ${message}`);
  if (registered?.kind === "own") {
    if (wanted === "own") return registered;
    const asked = wanted === "none" ? "no encryption" : "a local certificate";
    throw refuse(
      `the receiver uses its own certificates, but the sender asks for ${asked}; use \`tls: { ca }\` at the sender`,
    );
  }
  if (wanted === "own") {
    throw refuse(
      "the receiver has no certificates for this adapter; register it there with `tls: { cert, key }`",
    );
  }
  if (wanted === "none" && registered?.kind === "local") {
    throw refuse('the receiver requires encryption; use `tls: "local"` at the sender');
  }
  return wanted === "local" ? LOCAL : null;
}
