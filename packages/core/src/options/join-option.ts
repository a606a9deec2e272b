// Senders that join a run from other places.
import { isLoopback } from "../network/loopback.js";
import type { OwnTls } from "../tls/tls-settings.js";
import { integer, invalidOption, isObject, type Kind, number, object, text, withDefault } from "./kinds.js";
import { MAX_TIMER_MS } from "./load-option.js";
import { checkToken } from "./receiver-option.js";
import { MOST_LOCAL_SENDERS } from "./senders-option.js";
import { parseTlsFiles, type TlsFiles } from "./tls-option.js";

/** How many senders can join a run. */
export const MOST_JOINED_SENDERS = 1_000;

/** Where senders join a run. */
export interface JoinOption {
  /** The address on which the run listens for them. Default: `127.0.0.1`. */
  readonly host?: string | undefined;
  /** Default 0: any free port. The event `join` has the URL. */
  readonly port?: number | undefined;
  /** The secret that senders must send. Required if `host` is not a loopback address, unless `tls` has `clientCertificate`. */
  readonly token?: string | undefined;
  /** Certificate and key for HTTPS. Default: HTTP. */
  readonly tls?: TlsFiles | undefined;
  /** How long the run waits for all of them, in milliseconds. Default 60,000. */
  readonly timeoutMs?: number | undefined;
}

/**
 * Who sends: a number of processes of this machine, or `{ count, join }` for as many that join the run with `joinBenchmark`
 * from anywhere.
 */
export type SendersOption = number | { readonly count: number; readonly join: JoinOption };

/** A checked `JoinOption`. */
export interface CheckedJoin {
  readonly host: string;
  readonly port: number;
  readonly token: string | undefined;
  /** Null: plain HTTP. */
  readonly tls: OwnTls | null;
  readonly timeoutMs: number;
}

/** A checked `SendersOption`. */
export interface CheckedSenders {
  readonly count: number;
  /** Null: they are processes of this machine. */
  readonly join: CheckedJoin | null;
}

const anyJoin = object<CheckedJoin>(
  {
    host: withDefault(text(/./, "a host name or address"), "127.0.0.1"),
    port: withDefault(integer({ min: 0, max: 65_535 }), 0),
    token: withDefault<string | undefined>({ parse: checkToken }, undefined),
    tls: withDefault<OwnTls | null>({ parse: (name, value) => parseTlsFiles(name, value) }, null),
    timeoutMs: withDefault(number({ min: 1, max: MAX_TIMER_MS }), 60_000),
  },
  { wanted: "{ host, port, token, tls, timeoutMs }" },
);

/** On other addresses than loopback, strangers could join. */
const join: Kind<CheckedJoin> = {
  parse(name, value) {
    const checked = anyJoin.parse(name, value);
    const { host, token, tls } = checked;
    if (isLoopback(host) || token !== undefined || tls?.clientCertificate) return checked;
    const why = `because \`${name}.host\` ${host} is not a loopback address`;
    throw invalidOption(`${name}.token`, `given, or \`${name}.tls.clientCertificate\`, ${why}`, undefined);
  },
};

const local = integer({ min: 1, max: MOST_LOCAL_SENDERS });
const joining = object<CheckedSenders>(
  { count: integer({ min: 1, max: MOST_JOINED_SENDERS }), join },
  { wanted: "{ count, join }" },
);

/** Checks a `senders` option. */
export const sendersKind: Kind<CheckedSenders> = {
  default: { count: 1, join: null },
  parse: (name, value) =>
    isObject(value) ? joining.parse(name, value) : { count: local.parse(name, value), join: null },
};
