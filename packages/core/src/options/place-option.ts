// Where other hosts reach this process over HTTP: senders a receiver server, or a run that they join.
import { isLoopback } from "../network/loopback.js";
import type { OwnTls } from "../tls/tls-settings.js";
import { integer, invalidOption, type Kinds, text, withDefault } from "./kinds.js";
import { parseTlsFiles } from "./tls-option.js";

/** Where a server listens. */
export interface CheckedPlace {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Null: plain HTTP. */
  readonly tls: OwnTls | null;
}

/** The kinds of its fields. Default: plain HTTP on any free port of loopback. */
export const placeKinds: Kinds<CheckedPlace> = {
  host: withDefault(text(/./, "a host name or address"), "127.0.0.1"),
  port: withDefault(integer({ min: 0, max: 65_535 }), 0),
  tls: withDefault<OwnTls | null>({ parse: (name, value) => parseTlsFiles(name, value) }, null),
};

/**
 * Checks that strangers cannot use a server. They can reach it on other addresses than loopback.
 * @param names those of the options
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkAccess(
  token: string | undefined,
  { host, tls }: CheckedPlace,
  names: { readonly token: string; readonly place: string },
): void {
  if (isLoopback(host) || token !== undefined || tls?.clientCertificate) return;
  const why = `because \`${names.place}.host\` ${host} is not a loopback address`;
  throw invalidOption(names.token, `given, or \`${names.place}.tls.clientCertificate\`, ${why}`, undefined);
}
