// Senders that join a run from other places.
import { integer, isObject, type Kind, number, object, withDefault } from "./kinds.js";
import { MAX_TIMER_MS } from "./load-option.js";
import { type CheckedPlace, checkAccess, placeKinds } from "./place-option.js";
import { checkToken } from "./receiver-option.js";
import { MOST_LOCAL_SENDERS } from "./senders-option.js";
import type { TlsFiles } from "./tls-option.js";

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
export interface CheckedJoin extends CheckedPlace {
  readonly token: string | undefined;
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
    ...placeKinds,
    token: withDefault<string | undefined>({ parse: checkToken }, undefined),
    timeoutMs: withDefault(number({ min: 1, max: MAX_TIMER_MS }), 60_000),
  },
  { wanted: "{ host, port, token, tls, timeoutMs }" },
);

const join: Kind<CheckedJoin> = {
  parse(name, value) {
    const checked = anyJoin.parse(name, value);
    checkAccess(checked.token, checked, { token: `${name}.token`, place: name });
    return checked;
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
