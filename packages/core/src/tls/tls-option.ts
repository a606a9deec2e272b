import type { SecureVersion } from "node:tls";
import type { OptionKind } from "../option.js";

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
  minVersion?: "TLSv1.2" | "TLSv1.3" | undefined;
}

/** What users give: `"local"` for a certificate made on the fly, that the other end is told of over control. */
export type TlsOption = "local" | TlsFiles;

/** Checked; PEM texts, as files have been read. */
export type TlsSettings =
  | { readonly kind: "local"; readonly minVersion: SecureVersion }
  | {
      readonly kind: "own";
      readonly cert?: string;
      readonly key?: string;
      readonly passphrase?: string;
      readonly ca?: string;
      readonly clientCertificate: boolean;
      readonly servername?: string;
      readonly minVersion: SecureVersion;
    };

/** Checks a `tls` option; undefined: not encrypted. */
export const tlsKind: OptionKind<TlsSettings | undefined> = {
  default: undefined,
  parse: () => ({ kind: "local", minVersion: "TLSv1.2" }),
};

/** What of TLS is told to a receiver elsewhere, instead of certificates and keys. */
export type TlsWord = "off" | "local" | "own";

export function tlsWord(settings: TlsSettings | undefined): TlsWord {
  return settings?.kind ?? "off";
}
