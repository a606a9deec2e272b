import { WireduelError } from "../failure/wireduel-error.js";
import type { TlsSettings, TlsWord } from "../options/tls-option.js";

const LOCAL: TlsSettings = { kind: "local", minVersion: "TLSv1.2" };

/**
 * What a receiver server encrypts a session's links with: certificates that it has are never passed by at a sender's word,
 * and it is never sent any.
 *
 * @param wanted what the session's sender asks for
 * @param registered what the adapter was registered with
 * @throws WireduelError `INVALID_OPTION`
 */
export function servedTls(
  name: string,
  wanted: TlsWord,
  registered: TlsSettings | undefined,
): TlsSettings | undefined {
  const refuse = (message: string) => new WireduelError("INVALID_OPTION", message);
  if (registered?.kind === "own") {
    if (wanted === "own") return registered;
    const asked = wanted === "off" ? "no encryption" : "a certificate made for the run";
    throw refuse(
      `${name}: the receiver serves it with certificates of its own; give the sender \`tls: { ca }\`, not ${asked}`,
    );
  }
  if (wanted === "own") {
    throw refuse(
      `${name}: the receiver has no certificates for it; register it with \`tls: { cert, key }\` there`,
    );
  }
  if (wanted === "off" && registered?.kind === "local") {
    throw refuse(`${name}: the receiver serves it encrypted; give the sender \`tls: "local"\``);
  }
  return wanted === "local" ? LOCAL : undefined;
}
