import type { OwnTls } from "../tls/tls-settings.js";
import { invalidChoice, invalidOption, isObject, type Kind, mismatch, object, withDefault } from "./kinds.js";
import { parseTlsFiles, type TlsFiles } from "./tls-option.js";

/**
 * Where the receiver runs.
 *
 * - `"process"`: in a child process. Each round starts a new one.
 * - `"inline"`: in this process, for tests. The result has a warning.
 * - `{ url, token, tls }`: in a server started by `serveReceivers`, usually on another host. `tls` is for an
 *   `https` URL: the authorities to trust (default: those that Node trusts) and the certificate of this end.
 */
export type ReceiverOption =
  | "process"
  | "inline"
  | { readonly url: string; readonly token?: string | undefined; readonly tls?: TlsFiles | undefined };

/** A receiver server, checked. */
export interface RemoteReceiver {
  readonly url: string;
  readonly token: string | undefined;
  /** Null: trusts the authorities that Node trusts. */
  readonly tls: OwnTls | null;
}

/** A checked `ReceiverOption`. */
export type CheckedReceiver = "process" | "inline" | RemoteReceiver;

const remote = object<RemoteReceiver>({
  url: { parse: checkUrl },
  token: withDefault<string | undefined>({ parse: checkToken }, undefined),
  tls: withDefault<OwnTls | null>({ parse: (name, value) => parseTlsFiles(name, value) }, null),
});

/** Checks a `receiver` option. */
export const receiverKind: Kind<CheckedReceiver> = {
  default: "process",
  parse(name, value) {
    if (value === "process" || value === "inline") return value;
    if (!isObject(value)) {
      throw invalidChoice(name, ["process", "inline"], value, '"process", "inline" or { url, token, tls }');
    }
    return checkServer(name, value);
  },
};

/**
 * Checks how to reach a server.
 * @param name of the object with the three fields. "": they are options themselves.
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkServer(name: string, value: object): RemoteReceiver {
  const server = remote.parse(name, value);
  if (server.tls === null || server.url.startsWith("https:")) return server;
  const place = name === "" ? "" : `${name}.`;
  throw invalidOption(`${place}url`, `an https URL, because \`${place}tls\` is given`, server.url);
}

/** Checks that a token can be sent in an HTTP header. Errors never show it. */
export function checkToken(name: string, token: unknown): string {
  if (typeof token === "string" && /^[\x21-\x7e]+$/.test(token)) return token;
  const got = typeof token === "string" ? "other characters, or none" : `a ${typeof token}`;
  throw mismatch(name, "made of printable ASCII characters without spaces", got);
}

function checkUrl(name: string, value: unknown): string {
  if (typeof value !== "string" || !URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) {
    throw invalidOption(name, "an http or https URL, as the server names it", value);
  }
  const { username, password, search, hash, protocol } = new URL(value);
  if (username + password + search + hash === "") return `${protocol}${value.slice(value.indexOf(":") + 1)}`;
  // The URL itself is not shown: it may have a password.
  throw mismatch(name, "a URL without user, query and fragment", "one that has them");
}
