import { WireduelError } from "../failure/wireduel-error.js";
import type { Encryption, TlsSettings } from "./tls-settings.js";

const LOCAL: TlsSettings = { kind: "local", minVersion: "TLSv1.2" };

/** The two ends that agree on encryption, in messages. */
export interface AgreeingEnds {
  /** Who has the registered adapter: `the receiver`. */
  readonly here: string;
  /** Who asks for it: `the sender`. */
  readonly there: string;
}

/**
 * The TLS settings of an adapter that another host asks for. If the registered adapter has certificates, the other host cannot
 * turn them off. Certificates are never sent.
 *
 * @param wanted what the other host asks for
 * @param registered the settings with which the adapter was registered. Null: not encrypted.
 * @throws WireduelError `INVALID_OPTION` if the two do not agree
 */
export function servedTls(
  name: string,
  wanted: Encryption,
  registered: TlsSettings | null,
  { here, there }: AgreeingEnds,
): TlsSettings | null {
  const refuse = (message: string) => new WireduelError("INVALID_OPTION", `${name}: ${message}`);
  if (registered?.kind === "own") {
    if (wanted === "own") return registered;
    const asked = wanted === "none" ? "no encryption" : "a local certificate";
    throw refuse(
      `${here} uses its own certificates, but ${there} asks for ${asked}; use \`tls: { ca }\` there`,
    );
  }
  if (wanted === "own") {
    const how = `${here} has no certificates for this adapter`;
    throw refuse(`${how}; register it there with \`tls: { cert, key }\`, or \`tls: { ca }\` if it dials`);
  }
  if (wanted === "none" && registered?.kind === "local") {
    throw refuse(`${here} requires encryption; ${there} must have \`tls: "local"\``);
  }
  return wanted === "local" ? LOCAL : null;
}
