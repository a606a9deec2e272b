// What `--to`, `--token-file`, `--tls` and `--ca` of a sender mean.
import { resolve } from "node:path";
import type { ReceiverOption, TlsOption } from "@wireduel/core";
import { badValue, UsageError } from "../failure.js";
import { readToken } from "./token.js";

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
  const url = checkUrl(to);
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

function isSecure(url: string): boolean {
  return /^https:/i.test(url);
}

function checkUrl(to: string): string {
  const wanted = "the URL that `wireduel receive` shows, such as http://192.0.2.1:4000";
  // Node would read `host:4000` as a URL of the protocol `host:`.
  if (!/^\w+:\/\//.test(to)) {
    const meant = /^[^\s/]+(:\d+)?$/.test(to) ? `; did you mean http://${to}?` : "";
    throw badValue("--to", wanted, to + meant);
  }
  if (!URL.canParse(to) || !/^https?:$/.test(new URL(to).protocol)) throw badValue("--to", wanted, to);
  const { username, password, search, hash } = new URL(to);
  // It is not shown: it may have a password.
  if (username + password + search + hash !== "") {
    throw badValue("--to", "a URL without user, query and fragment", "one that has them");
  }
  return to;
}
