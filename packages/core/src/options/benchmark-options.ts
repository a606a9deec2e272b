import { EventEmitter } from "eventemitter3";
import type { Adapter } from "../adapter/contract.js";
import { checkAdapters } from "./adapters-option.js";
import { labelOf } from "../adapter/define-adapter.js";
import type { BenchmarkEmitter } from "../events/events.js";
import { checkLoad, type LoadOption, MAX_COUNT, MAX_TIMER_MS } from "./load-option.js";
import type { Load } from "../load/load.js";
import { checkNetwork, type NetworkOption, type NetworkProfile } from "./network-option.js";
import { checkToken, flag, integer, invalidOption, number, parseOptions, refuseUnknown } from "./option.js";
import { type PayloadOption, payloadsOf } from "./payload-option.js";
import { type OwnTls, parseTlsFiles, type TlsFiles } from "./tls-option.js";

/** Where the receiver runs. */
export type ReceiverOption =
  | "process"
  | "inline"
  | {
      readonly url: string;
      readonly token?: string | undefined;
      /** For an `https` URL: whom to trust, and what to show. Default: whom Node trusts. */
      readonly tls?: TlsFiles | undefined;
    };

/** The same, checked. */
export type CheckedReceiver =
  | "process"
  | "inline"
  | { readonly url: string; readonly token: string | undefined; readonly tls: OwnTls | undefined };

/** Options of `runBenchmark`. */
export interface BenchmarkOptions {
  /** One row each, run in this order: `[ws(), grpc()]`. */
  adapters: readonly Adapter[];
  /** What is sent: bytes; several, in turn; or `{ sizeBytes, seed }` for random bytes. */
  payload: PayloadOption;
  /** How many payloads are counted, one under way at a time. 1 to 1e9; default 10. Shorthand, instead of `load`. */
  count?: number | undefined;
  /** Payload n+1 is due this long after payload n was acknowledged or failed. Default 0. Shorthand, instead of `load`. */
  delayMs?: number | undefined;
  /** When payloads are due. Default: what `count` and `delayMs` say, a closed loop with one payload under way. */
  load?: LoadOption | undefined;
  /** Connections of the sender, all from this process. 1 to 1,024; default 1. */
  connections?: number | undefined;
  /**
   * The most payloads under way under a scheduled load; what is due beyond that is dropped, and counted as dropped. 1 to
   * 1e6; default 1,000, or as many as make 256 MiB, if that is less. A closed loop has its `concurrency` instead.
   */
  maxInFlight?: number | undefined;
  /** Payloads sent back to back over each connection before the counted ones. Default 20. */
  warmupCount?: number | undefined;
  /** How many transmissions the result lists; of those beyond it, histograms and series tell. 0 to 200,000; default 100,000. */
  maxTransmissions?: number | undefined;
  /**
   * A network between the two ends, the same for every row: `"lan"`, `"wan"`, or `{ delayMs, jitterMs, rateMbps, seed }`. A
   * tap, a process of its own, holds back what passes. Adapters must listen on TCP. Default: none.
   */
  network?: NetworkOption | undefined;
  /** Whether to count the bytes on the wire, in a pass of its own before each row. Default false. */
  wireBytes?: boolean | undefined;
  /**
   * How many times each adapter is measured. With more than one, every round has a sender's and a receiver's process of its
   * own; the rounds are interleaved in shuffled blocks, each adapter once in each, and rows are compared by the medians of
   * their rounds. 1 to 1,000; default 1.
   */
  rounds?: number | undefined;
  /** Decides the order within blocks, and what is drawn to compare rounds. Default 1. */
  seed?: number | undefined;
  /** Where the sender listens in a push. 0 (the default) takes a free port. */
  senderPort?: number | undefined;
  /** How long one payload's acknowledgement may take. Default 10,000. */
  timeoutMs?: number | undefined;
  /** How long reaching the receiver may take, and how long dialling it. Default 10,000. */
  connectTimeoutMs?: number | undefined;
  /** The most bytes of one payload, equal for all adapters. 1 to 2^30; default 64 MiB. */
  maxPayloadBytes?: number | undefined;
  /**
   * `"process"` (the default): a child process, fresh for each row. `"inline"`: this process, with a warning.
   * `{ url, token, tls }`: a receiver server that `serveReceivers` runs elsewhere.
   */
  receiver?: ReceiverOption | undefined;
  /** Ends the run: it rejects with `ABORTED`, and `error.result` keeps what was measured. */
  signal?: AbortSignal | undefined;
  /** An eventemitter3 emitter that hears what goes on. */
  events?: BenchmarkEmitter | undefined;
}

/** Options as the run takes them, checked and complete. */
export interface CheckedOptions {
  readonly rows: readonly { readonly adapter: Adapter; readonly label: string }[];
  readonly payloads: readonly Uint8Array[];
  readonly load: Load;
  readonly connections: number;
  readonly maxInFlight: number;
  readonly maxTransmissions: number;
  readonly network: NetworkProfile | null;
  readonly wireBytes: boolean;
  readonly warmupCount: number;
  readonly rounds: number;
  readonly seed: number;
  readonly senderPort: number;
  readonly timeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly maxPayloadBytes: number;
  readonly receiver: CheckedReceiver;
  readonly signal: AbortSignal | undefined;
  readonly events: BenchmarkEmitter;
}

/** Payloads under way together take no more memory than this, unless told otherwise. */
const BYTES_IN_FLIGHT = 256 * 2 ** 20;

const SHORTHAND = {
  count: integer(10, { min: 1, max: MAX_COUNT }),
  delayMs: number(0, { min: 0, max: MAX_TIMER_MS }),
};
const CHECKED = {
  connections: integer(1, { min: 1, max: 1_024 }),
  warmupCount: integer(20, { min: 0, max: 1_000_000 }),
  maxTransmissions: integer(100_000, { min: 0, max: 200_000 }),
  timeoutMs: number(10_000, { min: 1, max: MAX_TIMER_MS }),
  connectTimeoutMs: number(10_000, { min: 1, max: MAX_TIMER_MS }),
  maxPayloadBytes: integer(64 * 2 ** 20, { min: 1, max: 2 ** 30 }),
  wireBytes: flag(false),
  rounds: integer(1, { min: 1, max: 1_000 }),
  senderPort: integer(0, { min: 0, max: 65_535 }),
  seed: integer(1, { min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }),
};
type Checked = { [Name in keyof typeof CHECKED]: (typeof CHECKED)[Name]["default"] };

const OTHERS = [
  ...["adapters", "payload", "load", "maxInFlight", "network", "receiver", "signal", "events"],
  ...Object.keys(SHORTHAND),
];

/**
 * Checks every option before anything opens.
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkOptions(options: BenchmarkOptions): CheckedOptions {
  if (typeof options !== "object" || options === null) throw invalidOption("options", "an object", options);
  refuseUnknown("runBenchmark", [...OTHERS, ...Object.keys(CHECKED)], options);
  const { adapters, payload, load, count, delayMs, maxInFlight, network, ...others } = options;
  const { receiver = "process", signal, events, ...rest } = others;
  const checked = parseOptions<Checked>("", CHECKED, rest);
  const payloads = payloadsOf(payload, checked.maxPayloadBytes);
  if (receiver === "inline" && checked.rounds > 1) {
    const wanted = '1 with `receiver: "inline"`, as rounds are compared between fresh processes';
    throw invalidOption("rounds", wanted, checked.rounds);
  }
  const due = loadOf({ load, count, delayMs }, checked.connections);
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw invalidOption("signal", "an AbortSignal", signal);
  }
  if (
    events !== undefined &&
    !(typeof events?.emit === "function" && typeof events.listenerCount === "function")
  ) {
    throw invalidOption("events", "an eventemitter3 emitter", events);
  }
  return {
    ...checked,
    rows: labelled(checkAdapters(adapters)),
    payloads,
    load: due,
    maxInFlight: checkMaxInFlight(maxInFlight, due, payloads),
    network: checkNetwork(network),
    receiver: checkReceiver(receiver),
    signal,
    events: events ?? new EventEmitter(),
  };
}

function loadOf(
  { load, ...shorthand }: Pick<BenchmarkOptions, "load" | "count" | "delayMs">,
  connections: number,
): Load {
  if (load !== undefined) {
    for (const [name, value] of Object.entries(shorthand)) {
      if (value === undefined) continue;
      throw invalidOption(name, "left out where `load` is given, which says how many and when", value);
    }
    return checkLoad(load, connections);
  }
  const { count, delayMs } = parseOptions<{ count: number; delayMs: number }>("", SHORTHAND, shorthand);
  if (connections > 1) {
    const wanted = "1 without a `load`, as `count` and `delayMs` mean one payload under way";
    throw invalidOption("connections", wanted, connections);
  }
  return { kind: "closed-loop", concurrency: 1, thinkTimeMs: delayMs, count, durationMs: null };
}

function checkMaxInFlight(value: unknown, load: Load, payloads: readonly Uint8Array[]): number {
  if (load.kind === "closed-loop") {
    if (value === undefined) return load.concurrency;
    throw invalidOption("maxInFlight", "left out under a closed loop, whose `concurrency` is that", value);
  }
  const largest = payloads.reduce((most, payload) => Math.max(most, payload.byteLength), 1);
  const fallback = Math.min(1_000, Math.max(1, Math.floor(BYTES_IN_FLIGHT / largest)));
  return value === undefined
    ? fallback
    : integer(fallback, { min: 1, max: 1_000_000 }).parse("maxInFlight", value);
}

/** Rows with labels of their own: two may be the same variant on purpose, their labels must not be. */
function labelled(adapters: readonly Adapter[]): CheckedOptions["rows"] {
  const used = new Set<string>();
  return adapters.map((adapter) => {
    const wanted = labelOf(adapter);
    let label = wanted;
    for (let times = 2; used.has(label); times++) label = `${wanted} (${times})`;
    used.add(label);
    return { adapter, label };
  });
}

function checkReceiver(receiver: unknown): CheckedReceiver {
  if (receiver === "process" || receiver === "inline") return receiver;
  if (typeof receiver !== "object" || receiver === null) {
    throw invalidOption("receiver", '"process", "inline" or { url, token, tls }', receiver);
  }
  refuseUnknown("receiver", ["url", "token", "tls"], receiver);
  const { url, token, tls } = receiver as { url?: unknown; token?: unknown; tls?: unknown };
  if (typeof url !== "string" || !URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw invalidOption("receiver.url", "an http or https URL, as serveReceivers gives", url);
  }
  if (tls !== undefined && new URL(url).protocol === "http:") {
    throw invalidOption("receiver.url", "an https URL, as `receiver.tls` is given", url);
  }
  const { username, password, search, hash } = new URL(url);
  if (username + password + search + hash !== "") {
    throw invalidOption("receiver.url", "a URL without user, query and fragment", url);
  }
  checkToken("receiver.token", token);
  return {
    url,
    token: token as string | undefined,
    tls: tls === undefined ? undefined : parseTlsFiles("receiver.tls", tls, "{ ca, cert, key, … }"),
  };
}
