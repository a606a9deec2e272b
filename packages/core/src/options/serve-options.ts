import type { Adapter } from "../adapter/contract.js";
import { keepsStrangersOut } from "../adapter/secret.js";
import type { Codec } from "../codec/codec.js";
import type { ReceiverReport } from "../control/control-types.js";
import { isLoopback } from "../network/loopback.js";
import { checkAdapters } from "./adapters-option.js";
import { didYouMean } from "./closest-name.js";
import { type Emitter, type EmitterLike, emitterKind } from "./emitter-option.js";
import { integer, invalidOption, mismatch, number, object, recordOf, withDefault } from "./kinds.js";
import { MAX_TIMER_MS } from "./load-option.js";
import { type CheckedPlace, checkAccess, placeKinds } from "./place-option.js";
import { checkToken } from "./receiver-option.js";
import { checkRegistered, codecsKind } from "./registered-option.js";
import { show } from "./show.js";
import type { TlsFiles } from "./tls-option.js";

/** Events of a receiver server. */
export interface ReceiverEvents {
  /**
   * A session has started. `url` is where the adapter listens. It is null in a push, because then the sender
   * listens.
   */
  "session-opened": (session: { adapter: string; codec: string; url: string | null }) => void;
  /** A session has ended. `report` has the receiver's counts of the last phase. */
  "session-closed": (session: {
    adapter: string;
    codec: string;
    report: ReceiverReport;
    ended: SessionEnd;
  }) => void;
}

/**
 * Why a session ended: the sender closed it, its connection broke, it made no call for `silenceTimeoutMs`, or the server
 * was closed.
 */
export type SessionEnd = "closed" | "disconnected" | "silent" | "server-closed";

/** Where the control server listens. */
export interface ControlOptions {
  /** Host name or address. Default: `127.0.0.1`. */
  readonly host?: string | undefined;
  /** Default 0: any free port. */
  readonly port?: number | undefined;
  /** Certificate and key for HTTPS. Default: HTTP. */
  readonly tls?: TlsFiles | undefined;
}

/** Options of `serveReceivers`. */
export interface ServeReceiversOptions {
  /**
   * The adapters that sessions can use. A session names one of them. The server never loads a module named by
   * a sender.
   */
  adapters: readonly Adapter[];
  /** Custom codecs that sessions can use. Default: none. */
  codecs?: readonly Codec[] | undefined;
  /** The port of each adapter, by protocol name. Default 0: any free port. */
  ports?: Readonly<Record<string, number>> | undefined;
  /** Where the control server listens. The adapters listen on the same host. */
  control?: ControlOptions | undefined;
  /**
   * The secret that senders must send. Required if `control.host` is not a loopback address, except if `control.tls` has
   * `clientCertificate`.
   */
  token?: string | undefined;
  /**
   * How long a sender may give no sign of life before its session ends, in milliseconds. Its calls are signs of life,
   * and it makes some even while it does nothing else. 1,000 to 2^31 - 1. Default 20,000.
   */
  silenceTimeoutMs?: number | undefined;
  /**
   * Receives the events of the server: an emitter of `node:events` or eventemitter3, or an object of
   * handlers.
   */
  events?: EmitterLike | Partial<ReceiverEvents> | undefined;
}

/** A running receiver server. */
export interface ReceiverServer {
  /** The value for a sender's `receiver.url`: `http://127.0.0.1:4000`, or `https` with `control.tls`. */
  readonly url: string;
  /** Closes an open session and stops listening. Idempotent. */
  close(): Promise<void>;
}

/** Checked options, with all defaults. */
export interface CheckedServeOptions extends CheckedPlace {
  readonly adapters: readonly Adapter[];
  readonly codecs: readonly Codec[];
  readonly ports: Readonly<Record<string, number>>;
  readonly token: string | undefined;
  readonly silenceTimeoutMs: number;
  readonly emitter: Emitter;
}

type Unchanged = "adapters" | "codecs" | "ports" | "token" | "silenceTimeoutMs";

interface ParsedOptions extends Pick<CheckedServeOptions, Unchanged> {
  readonly events: Emitter;
  readonly control: CheckedPlace;
}

const EVENTS: readonly (keyof ReceiverEvents)[] = ["session-opened", "session-closed"];

const control = object<CheckedPlace>(placeKinds, { wanted: "{ host, port, tls }" });
const kind = object<ParsedOptions>(
  {
    adapters: { parse: (_, value) => checkAdapters(value) },
    codecs: withDefault(codecsKind, []),
    ports: withDefault(
      recordOf(integer({ min: 0, max: 65_535 }), "ports by protocol name, such as { ws: 4001 }"),
      {},
    ),
    control: withDefault(control, { host: "127.0.0.1", port: 0, tls: null }),
    token: withDefault<string | undefined>({ parse: checkToken }, undefined),
    silenceTimeoutMs: withDefault(number({ min: 1_000, max: MAX_TIMER_MS }), 20_000),
    events: emitterKind(EVENTS),
  },
  { owner: "serveReceivers", elsewhere: { host: "control", port: "control", tls: "control" } },
);

/** On other addresses than loopback, strangers can reach the data ports. */
function checkSecrets(adapters: readonly Adapter[], host: string): void {
  for (const [index, adapter] of adapters.entries()) {
    if (keepsStrangersOut(adapter)) continue;
    const why = `\`control.host\` ${host} is not a loopback address`;
    const wanted = `an adapter that claims \`supports.secret\`, or has mutual TLS, because ${why}`;
    throw invalidOption(`adapters[${index}]`, wanted, adapter.protocol.name);
  }
}

/**
 * Checks every option before anything opens.
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkServeOptions(options: ServeReceiversOptions): CheckedServeOptions {
  const { control: place, events: emitter, ...checked } = kind.parse("", options);
  checkRegistered(checked.adapters);
  const names = checked.adapters.map(({ protocol }) => protocol.name);
  for (const [name, value] of Object.entries(checked.ports)) {
    if (names.includes(name)) continue;
    const wanted = `the port of a registered adapter (${names.join(", ")})`;
    throw mismatch(`ports.${name}`, wanted, show(value) + didYouMean(name, names));
  }
  checkAccess(checked.token, place, { token: "token", place: "control" });
  if (!isLoopback(place.host)) checkSecrets(checked.adapters, place.host);
  return { ...checked, ...place, emitter };
}
