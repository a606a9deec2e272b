// What `--to`, `--token-file`, `--tls` and `--ca` of a sender mean.
import { resolve } from "node:path";
import type { ReceiverOption, TlsOption } from "@wireduel/core";
import { badValue, UsageError } from "../failure.js";
import { readToken } from "./token.js";
import { checkUrl, isSecure } from "./url.js";

const WANTED = "the URL that `wireduel receive` shows, such as http://192.0.2.1:4000";

/** Values of the flags of a sender. */
export interface RemoteValues {
  /** The URL of a receiver. Undefined: a process on this machine. */
  readonly to?: string | undefined;
  readonly tokenFile?: string | undefined;
  /** Whether links are encrypted. */
  readonly tls?: boolean | undefined;
  /** The file of the authority that signed the receiver's certificate. */
  readonly ca?: string | undefined;
}

/**
 * The receiver, for `runBenchmark`. Undefined: a process on this machine.
 * @throws UsageError
 */
export function receiverOf({ to, tokenFile, ca }: RemoteValues, cwd: string): ReceiverOption | undefined {
  if (to === undefined) {
    if (tokenFile !== undefined)
      throw new UsageError("--token-file: needs --to, the receiver with that token");
    if (ca !== undefined) throw new UsageError("--ca: needs --to, a receiver with a certificate");
    return undefined;
  }
  const url = checkUrl("--to", to, WANTED);
  if (ca !== undefined && !isSecure(url)) throw badValue("--ca", "an https URL in --to", url);
  return {
    url,
    ...(tokenFile === undefined ? {} : { token: readToken("--token-file", tokenFile, cwd) }),
    ...(ca === undefined ? {} : { tls: { ca: resolve(cwd, ca) } }),
  };
}

/**
 * How links are encrypted. A receiver with an https URL has a certificate of its own, which the links use too. Undefined:
 * not encrypted.
 */
export function linkTls({ to, tls, ca }: RemoteValues, cwd: string): TlsOption | undefined {
  if (!tls) return undefined;
  if (to === undefined || !isSecure(to)) return "local";
  return ca === undefined ? {} : { ca: resolve(cwd, ca) };
}
