import type { Adapter } from "../adapter/contract.js";
import { distinctLabels } from "../adapter/label.js";
import { type BenchmarkHandlers, EVENT_NAMES } from "../events/events.js";
import type { Load } from "../load/load.js";
import type { Network } from "../network/network.js";
import { type GeneratedPayloads, type PayloadSource, repliesTo } from "../payload/payload-source.js";
import type { Measure } from "../verdict/comparison.js";
import type { RoundsRule } from "../verdict/rounds-rule.js";
import { checkAdapters } from "./adapters-option.js";
import { checkMeasure, checkReference, freshSeed } from "./comparison-options.js";
import { checkMaxInFlight, checkReplyBytes, loadOf, mostSent } from "./dependent-options.js";
import { type Emitter, type EmitterLike, emitterKind } from "./emitter-option.js";
import { checkExplain, countsWireBytes } from "./explain-option.js";
import { flag, integer, invalidOption, type Kind, kindOf, number, object, withDefault } from "./kinds.js";
import { type LoadOption, MAX_COUNT, MAX_TIMER_MS } from "./load-option.js";
import { checkNetwork, type NetworkOption } from "./network-option.js";
import { checkPayloads, type PayloadOption } from "./payload-option.js";
import { type CheckedReceiver, type ReceiverOption, receiverKind } from "./receiver-option.js";
import { type RoundsOption, roundsKind, roundsOf } from "./rounds-option.js";

/**
 * `T`, or undefined if a number is given. Without `strictNullChecks`, every number may be undefined, and this is always
 * `T`.
 */
type NotBeside<Given, T> = [undefined] extends [number] ? T : [Given] extends [number] ? undefined : T;

/**
 * Options of `runBenchmark`. The compiler refuses `load` beside `count` or `delayMs`, which it infers as `Count` and
 * `DelayMs`. Options that are merged from several objects may have all three.
 */
export interface BenchmarkOptions<
  Count extends number | undefined = number | undefined,
  DelayMs extends number | undefined = number | undefined,
> {
  /** What to measure, in this order: `[ws(), grpc()]`. */
  adapters: readonly Adapter[];
  /**
   * What to send: bytes, `{ sizeBytes, kind, distinct, seed }` for generated payloads, `{ file }`, `{ files }` for
   * a glob pattern, `{ lines }` for a file of messages, or a list of these, which take turns.
   */
  payload: PayloadOption;
  /**
   * How many bytes the receiver replies with to each payload, as an RPC does. 0 to `maxPayloadBytes` - 1,024.
   * Default 0: the receipt alone.
   */
  replyBytes?: number | undefined;
  /** How many payloads to measure, one in flight at a time. 1 to 1e9. Default 10. Not with `load`. */
  count?: Count;
  /**
   * How long after a payload is acknowledged or fails the next one is due, in milliseconds. Default 0. Not
   * with `load`.
   */
  delayMs?: DelayMs;
  /** When payloads are due. Default: a closed loop with one payload in flight, from `count` and `delayMs`. */
  load?: NotBeside<Count, NotBeside<DelayMs, LoadOption | undefined>>;
  /**
   * How many connections the sender opens, all in one process. More than 1 needs a `load`. 1 to 1,024.
   * Default 1.
   */
  connections?: number | undefined;
  /**
   * The maximum number of payloads in flight under a scheduled load. A payload that is due beyond it is
   * dropped, and counted as dropped. 1 to 1e6. Default 1,000, or fewer if these would exceed 256 MiB. A
   * closed loop has `concurrency` instead.
   */
  maxInFlight?: number | undefined;
  /**
   * How many payloads to send back to back over each connection before the measured ones. 0 to 1e6. Default
   * 20.
   */
  warmupCount?: number | undefined;
  /**
   * How many transmissions to list. Histograms and the series always cover all of them. 0 to 200,000. Default
   * 100,000; 1,000 for several rounds.
   */
  maxTransmissions?: number | undefined;
  /**
   * The network to emulate between the two ends, the same for every adapter: `"lan"`, `"wan"`, or
   * `{ delayMs, jitterMs, rateMbps, seed }`. Adapters must listen on TCP. Default: none.
   */
  network?: NetworkOption | undefined;
  /** Whether to count the bytes on the wire, in a separate pass before each round. Default: that of `explain`. */
  wireBytes?: boolean | undefined;
  /**
   * Whether to look for the settings that cause a difference. It counts bytes on the wire, unless `wireBytes` is false or
   * an adapter uses a Unix socket. After the last block, it changes up to four settings of slower adapters, one at a time,
   * and measures a few short rounds, in at most half of the whole time (and of `budgetMs`). Needs several rounds. Default:
   * false.
   */
  explain?: boolean | undefined;
  /**
   * How many times to measure each adapter, or a rule: `{ min, max, until }`. With more than one round, each has its own
   * sender and receiver process. Rounds run in blocks, and timings are compared by their rounds. 1 to 1,000. Default 1.
   */
  rounds?: RoundsOption | undefined;
  /**
   * The label of the adapter with which the others are compared, or `"all"` to compare every pair. Default: the first
   * adapter.
   */
  reference?: string | undefined;
  /**
   * How far from 1 a ratio may be for two adapters to be the same: 0.05 for ratios from 1 / 1.05 to 1.05. 0 to 1.
   * Default 0.05.
   */
  margin?: number | undefined;
  /**
   * The measure that decides. Its comparisons have four fifths of the allowed error, and a rule for `rounds` looks at
   * them. Default: `"transmission"`, or `"response"` under a scheduled load.
   */
  decideBy?: Measure | undefined;
  /**
   * How long the run may take, in milliseconds. It measures as many rounds as fit. Without `count` and `load`, it also
   * chooses how long a round is. Not with a number of `rounds`. 1,000 to 86,400,000 (a day). Default: no limit.
   */
  budgetMs?: number | undefined;
  /**
   * How many slices a round has, if there are several rounds. The slices of the adapters take turns. 1: no slices, one
   * round after another. 1 to 1,000. Default: as many as suit the load, about one for each 50 ms.
   */
  slices?: number | undefined;
  /** Seed of the order of adapters within blocks. An integer. Default: a fresh one. The result has it. */
  seed?: number | undefined;
  /** The port on which the sender listens in a push. Default 0: any free port. */
  senderPort?: number | undefined;
  /** How long the acknowledgement of a payload may take, in milliseconds. Default 10,000. */
  timeoutMs?: number | undefined;
  /** How long it may take to reach the receiver, and to dial each link, in milliseconds. Default 10,000. */
  connectTimeoutMs?: number | undefined;
  /**
   * How long the receiver may take to answer a control call before it counts as lost, in milliseconds.
   * Default 10,000.
   */
  silenceTimeoutMs?: number | undefined;
  /** The maximum size of a payload in bytes, the same for all adapters. 1 to 2^30. Default 64 MiB. */
  maxPayloadBytes?: number | undefined;
  /**
   * Whether to compare the clocks of the two ends while a round runs, if they read different ones. It takes 40
   * requests a second on the control connection. Without it, one-way times are less certain, and a clock that
   * is set during the round may not be noticed. Default: true.
   */
  clockChecks?: boolean | undefined;
  /**
   * Where the receiver runs: `"process"` (the default), `"inline"`, or `{ url, token, tls }` of a receiver
   * server.
   */
  receiver?: ReceiverOption | undefined;
  /** Aborts the run. It then rejects with `ABORTED`, and `error.result` has what was measured so far. */
  signal?: AbortSignal | undefined;
  /**
   * Receives the events of the run: an emitter of `node:events` or eventemitter3, or an object of handlers.
   */
  events?: EmitterLike | BenchmarkHandlers | undefined;
}

/** The settings of a round. Plain data, so that it can be sent to another process. */
export interface RoundSettings {
  readonly payloads: readonly PayloadSource[];
  /** What the receiver replies with. Null: the receipt alone. */
  readonly replies: GeneratedPayloads | null;
  readonly load: Load;
  readonly connections: number;
  readonly maxInFlight: number;
  readonly warmupCount: number;
  /** How many transmissions the result of a round lists. */
  readonly maxTransmissions: number;
  /** From how many payloads, the first ones, a sender keeps the exact numbers. */
  readonly keepSamples: number;
  readonly network: Network | null;
  readonly wireBytes: boolean;
  readonly senderPort: number;
  readonly timeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly silenceTimeoutMs: number;
  readonly maxPayloadBytes: number;
  readonly clockChecks: boolean;
  readonly receiver: CheckedReceiver;
}

/** Checked options, with all defaults. */
export interface CheckedOptions {
  /** Their labels are unique. */
  readonly adapters: readonly Adapter[];
  readonly settings: RoundSettings;
  readonly rounds: RoundsRule;
  /** The label of the adapter with which the others are compared, or `all`. */
  readonly reference: string;
  readonly margin: number;
  /** How many cells share the allowed error. 1, unless this is one of a matrix. */
  readonly cells: number;
  readonly decideBy: Measure;
  /** How long the run may take. Null: no limit. */
  readonly budgetMs: number | null;
  /** How many slices a round has. Null: as many as suit the load. */
  readonly slices: number | null;
  /** Whether the run chooses how long a round is. */
  readonly chooseLength: boolean;
  /** Whether to run probes. */
  readonly explain: boolean;
  readonly seed: number;
  readonly signal: AbortSignal | undefined;
  readonly emitter: Emitter;
}

/** Options after each was checked on its own. */
type ParsedOptions = Omit<
  RoundSettings,
  "payloads" | "replies" | "load" | "maxInFlight" | "maxTransmissions" | "keepSamples" | "wireBytes"
> &
  Pick<CheckedOptions, "adapters" | "budgetMs" | "slices" | "explain" | "margin" | "signal"> & {
    readonly wireBytes: boolean | undefined;
    readonly rounds: RoundsRule | undefined;
    readonly reference: unknown;
    readonly decideBy: unknown;
    readonly seed: number | undefined;
    readonly payload: unknown;
    readonly replyBytes: unknown;
    readonly load: unknown;
    readonly maxInFlight: unknown;
    readonly maxTransmissions: number | undefined;
    readonly count: number | undefined;
    readonly delayMs: number | undefined;
    readonly events: Emitter;
  };

const MOST_KEPT = 100_000;
const LISTED_OF_SEVERAL = 1_000;
const MAX_BUDGET_MS = 86_400_000;
const timeout = number({ min: 1, max: MAX_TIMER_MS });
const unchecked: Kind<unknown> = { default: undefined, parse: (_, value) => value };
const kind = object<ParsedOptions>(
  {
    adapters: { parse: (_, value) => distinctLabels(checkAdapters(value)) },
    payload: unchecked,
    replyBytes: unchecked,
    load: unchecked,
    count: withDefault<number | undefined>(integer({ min: 1, max: MAX_COUNT }), undefined),
    delayMs: withDefault<number | undefined>(number({ min: 0, max: MAX_TIMER_MS }), undefined),
    connections: withDefault(integer({ min: 1, max: 1_024 }), 1),
    maxInFlight: unchecked,
    warmupCount: withDefault(integer({ min: 0, max: 1_000_000 }), 20),
    maxTransmissions: withDefault<number | undefined>(integer({ min: 0, max: 200_000 }), undefined),
    network: { default: null, parse: (_, value) => checkNetwork(value) },
    wireBytes: withDefault<boolean | undefined>(flag, undefined),
    explain: withDefault(flag, false),
    rounds: withDefault<RoundsRule | undefined>(roundsKind, undefined),
    budgetMs: withDefault<number | null>(number({ min: 1_000, max: MAX_BUDGET_MS }), null),
    slices: withDefault<number | null>(integer({ min: 1, max: 1_000 }), null),
    reference: unchecked,
    margin: withDefault(number({ min: 0, max: 1 }), 0.05),
    decideBy: unchecked,
    seed: withDefault<number | undefined>(integer(), undefined),
    senderPort: withDefault(integer({ min: 0, max: 65_535 }), 0),
    timeoutMs: withDefault(timeout, 10_000),
    connectTimeoutMs: withDefault(timeout, 10_000),
    silenceTimeoutMs: withDefault(timeout, 10_000),
    maxPayloadBytes: withDefault(integer({ min: 1, max: 2 ** 30 }), 64 * 2 ** 20),
    clockChecks: withDefault(flag, true),
    receiver: receiverKind,
    signal: withDefault<AbortSignal | undefined>(
      kindOf("an AbortSignal", (value) => value instanceof AbortSignal),
      undefined,
    ),
    events: emitterKind(EVENT_NAMES),
  },
  {
    owner: "runBenchmark",
    elsewhere: {
      concurrency: "load",
      durationMs: "load",
      ratePerSecond: "load",
      stages: "load",
      thinkTimeMs: "load",
      until: "rounds",
      jitterMs: "network",
      rateMbps: "network",
      sizeBytes: "payload",
      token: "receiver",
      url: "receiver",
    },
  },
);

/** The names of all options. */
export const OPTION_NAMES: readonly string[] = kind.fields ?? [];

/**
 * Checks every option before anything opens.
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkOptions(options: BenchmarkOptions): CheckedOptions {
  const parsed = kind.parse("", options);
  const { adapters, signal, events, payload, replyBytes, load, count, delayMs, explain, ...others } = parsed;
  const {
    rounds: given,
    budgetMs,
    slices,
    reference,
    margin,
    decideBy,
    seed = freshSeed(),
    wireBytes: _,
    ...rest
  } = others;
  const wireBytes = countsWireBytes(parsed);
  const rounds = roundsOf(given, budgetMs, rest.receiver);
  checkExplain(parsed, rounds);
  const dialOnly = adapters.find(({ protocol }) => protocol.listen === undefined);
  if (dialOnly && typeof rest.receiver === "string") {
    const wanted = `{ url } of a receiver server, because ${dialOnly.protocol.name} can only dial`;
    throw invalidOption("receiver", wanted, rest.receiver);
  }
  checkUnixSockets(parsed);
  const chooseLength = budgetMs !== null && load === undefined && count === undefined;
  const due = loadOf({ load, count, delayMs }, rest.connections, chooseLength);
  const { maxPayloadBytes } = rest;
  const sent = mostSent(due, { ...rest, wireBytes });
  const payloads = checkPayloads(payload, { maxPayloadBytes, sent });
  const replies = repliesTo(payloads, checkReplyBytes(replyBytes, maxPayloadBytes), sent);
  const maxInFlight = checkMaxInFlight(rest.maxInFlight, due, payloads);
  const labels = adapters.map(({ label }) => label);
  return {
    adapters,
    rounds,
    reference: checkReference(reference, labels),
    margin,
    cells: 1,
    decideBy: checkMeasure(decideBy, due, wireBytes),
    budgetMs,
    slices,
    chooseLength,
    explain,
    seed,
    signal,
    emitter: events,
    settings: {
      ...rest,
      wireBytes,
      ...listed(rest.maxTransmissions, rounds),
      payloads,
      replies,
      load: due,
      maxInFlight,
    },
  };
}

/** Several rounds list fewer transmissions: all rounds stay in memory until the end. Their numbers are as exact. */
function listed(
  given: number | undefined,
  { max }: RoundsRule,
): Pick<RoundSettings, "maxTransmissions" | "keepSamples"> {
  const maxTransmissions = given ?? (max > 1 ? LISTED_OF_SEVERAL : MOST_KEPT);
  return { maxTransmissions, keepSamples: given ?? MOST_KEPT };
}

/** Refuses what only works over TCP. */
function checkUnixSockets({ adapters, network, wireBytes, receiver }: ParsedOptions): void {
  const index = adapters.findIndex(({ unixSocket }) => unixSocket !== null);
  const adapter = adapters[index];
  if (adapter === undefined) return;
  const place = `adapters[${index}].unixSocket`;
  const refuse = (why: string) => invalidOption(place, `left out ${why}`, adapter.unixSocket?.path ?? true);
  if (network !== null) throw refuse("with `network`, which relays TCP");
  if (wireBytes) throw refuse("with `wireBytes`, which counts in a relay of TCP");
  if (typeof receiver === "object") throw refuse("with a receiver server, which only TCP can reach");
}
