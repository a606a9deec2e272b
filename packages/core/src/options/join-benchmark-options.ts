import { hostname } from "node:os";
import type { Adapter } from "../adapter/contract.js";
import type { Codec } from "../codec/codec.js";
import type { ErrorCode, Failure } from "../failure/codes.js";
import { checkAdapters } from "./adapters-option.js";
import { type Emitter, type EmitterLike, emitterKind } from "./emitter-option.js";
import { type Kind, kindOf, number, object, text, withDefault } from "./kinds.js";
import { MAX_TIMER_MS } from "./load-option.js";
import { checkServer, type RemoteReceiver } from "./receiver-option.js";
import { checkRegistered, codecsKind } from "./registered-option.js";
import type { TlsFiles } from "./tls-option.js";

/** Events of a sender that joins a run. */
export interface JoinEvents {
  /**
   * No run answers yet: nothing listens, connections are reset, or the name is not known. It is tried again until `timeoutMs`.
   * Emitted each time that the reason changes.
   */
  waiting: (event: { readonly url: string; readonly because: string }) => void;
  /** The run has taken this sender. `of` is how many senders it has. */
  joined: (event: { readonly url: string; readonly label: string; readonly of: number }) => void;
  /** A round begins. `adapter` is the label of the adapter, and `round` counts from 0. */
  round: (event: {
    readonly adapter: string;
    readonly round: number;
    readonly rounds: number | null;
  }) => void;
}

/** Options of `joinBenchmark`. */
export interface JoinBenchmarkOptions {
  /** The URL of the run: the event `join` of `runBenchmark` has it. */
  url: string;
  /** The secret of `senders.join.token`. */
  token?: string | undefined;
  /** For an `https` URL: the authorities to trust (default: those that Node trusts), and the certificate of this end. */
  tls?: TlsFiles | undefined;
  /**
   * The adapters that this sender has, one for each protocol. The run names one of them, and its options. A module that the run
   * names is never loaded.
   */
  adapters: readonly Adapter[];
  /** Custom codecs that the run can use. Default: none. */
  codecs?: readonly Codec[] | undefined;
  /**
   * The name of this sender in the result. No other sender of the run has it. A task that is started again has the same
   * one, and is refused. Default: the host name and the process id.
   */
  label?: string | undefined;
  /** How long the run may take until it answers, in milliseconds: it may start later. Default 60,000. */
  timeoutMs?: number | undefined;
  /** Leaves the run. It then fails, and this rejects with `ABORTED`. */
  signal?: AbortSignal | undefined;
  /** Receives the events: an emitter of `node:events` or eventemitter3, or an object of handlers. */
  events?: EmitterLike | Partial<JoinEvents> | undefined;
}

/** What a sender knows of the run when it is over. */
export interface JoinedRun {
  /** In how many rounds it has sent. */
  readonly rounds: number;
  /** Why the run ended early. Null if it did not. */
  readonly error: Failure<ErrorCode> | null;
}

/** Checked options, with all defaults. */
export interface CheckedJoinOptions {
  readonly run: RemoteReceiver;
  readonly adapters: readonly Adapter[];
  readonly codecs: readonly Codec[];
  readonly label: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  readonly emitter: Emitter;
}

interface ParsedOptions extends Omit<CheckedJoinOptions, "run" | "emitter"> {
  readonly url: unknown;
  readonly token: unknown;
  readonly tls: unknown;
  readonly events: Emitter;
}

const EVENTS: readonly (keyof JoinEvents)[] = ["waiting", "joined", "round"];
const unchecked: Kind<unknown> = { default: undefined, parse: (_, value) => value };
/** The name of a sender: one line that can be printed. */
export const senderLabel: Kind<string> = text(
  /^[^\p{Cc}\u2028\u2029]{1,100}$/u,
  "one line of 1 to 100 characters",
);

const kind = object<ParsedOptions>(
  {
    url: unchecked,
    token: unchecked,
    tls: unchecked,
    adapters: { parse: (_, value) => checkAdapters(value) },
    codecs: withDefault(codecsKind, []),
    label: withDefault(senderLabel, `${hostname()}-${process.pid}`),
    timeoutMs: withDefault(number({ min: 1, max: MAX_TIMER_MS }), 60_000),
    signal: withDefault<AbortSignal | undefined>(
      kindOf("an AbortSignal", (value) => value instanceof AbortSignal),
      undefined,
    ),
    events: emitterKind(EVENTS),
  },
  { owner: "joinBenchmark" },
);

/**
 * Checks every option before anything opens.
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkJoinOptions(options: JoinBenchmarkOptions): CheckedJoinOptions {
  const { url, token, tls, events: emitter, ...checked } = kind.parse("", options);
  checkRegistered(checked.adapters);
  return { ...checked, run: checkServer("", { url, token, tls }), emitter };
}
