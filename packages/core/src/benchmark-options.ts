import { EventEmitter } from "eventemitter3";
import type { Adapter } from "./adapter.js";
import { labelOf } from "./define-adapter.js";
import type { BenchmarkEmitter } from "./events.js";
import { checkToken, integer, invalidOption, number, parseOptions, refuseUnknown } from "./option.js";
import { type PayloadOption, payloadsOf } from "./payloads.js";

/** Where the receiver runs. */
export type ReceiverOption =
  | "process"
  | "inline"
  | { readonly url: string; readonly token?: string | undefined };

/** Options of `runBenchmark`. */
export interface BenchmarkOptions {
  /** One row each, run in this order: `[ws(), grpc()]`. */
  adapters: readonly Adapter[];
  /** What is sent: bytes; several, in turn; or `{ sizeBytes, seed }` for random bytes. */
  payload: PayloadOption;
  /** How many payloads are counted. 1 to 1,000,000; default 10. */
  count?: number | undefined;
  /** Think time: payload n+1 is due this long after payload n was acknowledged or failed. Default 0. */
  delayMs?: number | undefined;
  /** Payloads sent back to back before the counted ones. Default 20. */
  warmupCount?: number | undefined;
  /** How long one payload's acknowledgement may take. Default 10,000. */
  timeoutMs?: number | undefined;
  /** How long reaching the receiver may take, and how long dialling it. Default 10,000. */
  connectTimeoutMs?: number | undefined;
  /** The most bytes of one payload, equal for all adapters. 1 to 2^30; default 64 MiB. */
  maxPayloadBytes?: number | undefined;
  /**
   * `"process"` (the default): a child process, fresh for each row. `"inline"`: this process, with a warning.
   * `{ url, token }`: a receiver server that `serveReceivers` runs elsewhere.
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
  readonly count: number;
  readonly delayMs: number;
  readonly warmupCount: number;
  readonly timeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly maxPayloadBytes: number;
  readonly receiver: ReceiverOption;
  readonly signal: AbortSignal | undefined;
  readonly events: BenchmarkEmitter;
}

/** Node's timers take no more. */
const MAX_TIMER_MS = 2 ** 31 - 1;

const NUMBERS = {
  count: integer(10, { min: 1, max: 1_000_000 }),
  delayMs: number(0, { min: 0, max: MAX_TIMER_MS }),
  warmupCount: integer(20, { min: 0, max: 1_000_000 }),
  timeoutMs: number(10_000, { min: 1, max: MAX_TIMER_MS }),
  connectTimeoutMs: number(10_000, { min: 1, max: MAX_TIMER_MS }),
  maxPayloadBytes: integer(64 * 2 ** 20, { min: 1, max: 2 ** 30 }),
};

const OTHERS = ["adapters", "payload", "receiver", "signal", "events"];

/**
 * Checks every option before anything opens.
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkOptions(options: BenchmarkOptions): CheckedOptions {
  if (typeof options !== "object" || options === null) throw invalidOption("options", "an object", options);
  refuseUnknown("runBenchmark", [...Object.keys(NUMBERS), ...OTHERS], options);
  const { adapters, payload, receiver = "process", signal, events, ...rest } = options;
  const numbers = parseOptions<{ [Name in keyof typeof NUMBERS]: number }>("", NUMBERS, rest);
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw invalidOption("signal", "an AbortSignal", signal);
  }
  if (events !== undefined && typeof events?.emit !== "function") {
    throw invalidOption("events", "an eventemitter3 emitter", events);
  }
  return {
    ...numbers,
    rows: checkAdapters(adapters),
    payloads: payloadsOf(payload, numbers.maxPayloadBytes),
    receiver: checkReceiver(receiver),
    signal,
    events: events ?? new EventEmitter(),
  };
}

function checkAdapters(adapters: unknown): CheckedOptions["rows"] {
  if (!Array.isArray(adapters))
    throw invalidOption("adapters", "a list of adapters, such as [ws(), grpc()]", adapters);
  if (adapters.length === 0) throw invalidOption("adapters", "at least one adapter", adapters);
  const used = new Set<string>();
  return adapters.map((adapter: unknown, index) => {
    if (typeof adapter === "function") {
      throw invalidOption(`adapters[${index}]`, "an adapter: call its factory, as in ws()", adapter);
    }
    if (!isAdapter(adapter)) throw invalidOption(`adapters[${index}]`, "an adapter, as ws() makes", adapter);
    // Two rows may be the same variant on purpose; their labels must not be.
    const wanted = labelOf(adapter);
    let label = wanted;
    for (let times = 2; used.has(label); times++) label = `${wanted} (${times})`;
    used.add(label);
    return { adapter, label };
  });
}

function isAdapter(value: unknown): value is Adapter {
  const adapter = value as Partial<Adapter> | null;
  return (
    typeof adapter === "object" &&
    typeof adapter?.name === "string" &&
    typeof adapter.options === "object" &&
    typeof adapter.listen === "function" &&
    typeof adapter.dial === "function" &&
    typeof adapter.supports === "object" &&
    (adapter.codecs === "any" || (Array.isArray(adapter.codecs) && adapter.codecs.length > 0))
  );
}

function checkReceiver(receiver: unknown): ReceiverOption {
  if (receiver === "process" || receiver === "inline") return receiver;
  if (typeof receiver !== "object" || receiver === null) {
    throw invalidOption("receiver", '"process", "inline" or { url, token }', receiver);
  }
  refuseUnknown("receiver", ["url", "token"], receiver);
  const { url, token } = receiver as { url?: unknown; token?: unknown };
  if (typeof url !== "string" || !URL.canParse(url) || new URL(url).protocol !== "http:") {
    throw invalidOption("receiver.url", "an http URL, as serveReceivers gives", url);
  }
  const { username, password, search, hash } = new URL(url);
  if (username + password + search + hash !== "") {
    throw invalidOption("receiver.url", "an http URL without user, query and fragment", url);
  }
  checkToken("receiver.token", token);
  return { url, token: token as string | undefined };
}
