import type { Adapter } from "../adapter/contract.js";
import type { SenderGroup } from "../control/control-types.js";
import type { BenchmarkHandlers } from "../events/events.js";
import type { Load } from "../load/load.js";
import type { Network } from "../network/network.js";
import type { GeneratedPayloads, PayloadSource } from "../payload/payload-source.js";
import type { Measure } from "../verdict/comparison.js";
import type { Reference } from "../verdict/pairs.js";
import type { RoundsRule } from "../verdict/rounds-rule.js";
import type { Emitter, EmitterLike } from "./emitter-option.js";
import type { CheckedJoin, SendersOption } from "./join-option.js";
import type { LoadOption } from "./load-option.js";
import type { NetworkOption } from "./network-option.js";
import type { PayloadOption } from "./payload-option.js";
import type { CheckedReceiver, ReceiverOption } from "./receiver-option.js";
import type { RoundsOption } from "./rounds-option.js";

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
   * How many processes of this machine send at the same time. They share `count`, rate, concurrency, `connections` and
   * `maxInFlight`, and their numbers are added to one result. More than 1 needs adapters with `supports.secret`, whose
   * module another process can load. 1 to 64. Default 1. Or `{ count, join }`: 1 to 1,000 processes anywhere, which join
   * with `joinBenchmark`. They need a receiver server (`receiver: { url }`).
   */
  senders?: SendersOption | undefined;
  /** How many receiver processes the senders share. At most `senders`. More than 1 only with `receiver: "process"`. Default 1. */
  receivers?: number | undefined;
  /**
   * How many connections all senders open together. More than one for each sender needs a `load`. 1 to 1,024.
   * Default: the number of senders.
   */
  connections?: number | undefined;
  /**
   * The maximum number of payloads in flight under a scheduled load, of all senders together. A payload that is due beyond it is
   * dropped, and counted as dropped. 1 to 1e6. Default 1,000, or fewer if these would exceed 256 MiB. A
   * closed loop has `concurrency` instead.
   */
  maxInFlight?: number | undefined;
  /**
   * How many payloads to send back to back over each connection before the measured ones. 0 to 1e6. Default
   * 20, or fewer if the run chooses how long a round is: then the default warm-up sends for at most two seconds.
   */
  warmupCount?: number | undefined;
  /**
   * How many transmissions each adapter lists. Histograms and the series always cover all of them. 0 to 200,000. Default
   * 100,000, and with more than four adapters their share of 400,000; 1,000 for several rounds.
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
   * The label of the adapter with which the others are compared, `"all"` to compare every pair, or the labels of pairs:
   * `{ head: "base" }` compares head with base, and nothing else. Default: the first adapter.
   */
  reference?: Reference | undefined;
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
   * chooses how long a round is. Not with a number of `rounds`. If `rounds` has a `tolerance`, the fewest rounds that can
   * answer are measured even if they take longer. 1,000 to 86,400,000 (a day). Default: no limit.
   */
  budgetMs?: number | undefined;
  /**
   * How many slices a round has, if there are several rounds. The slices of the adapters take turns. 1: no slices, one
   * round after another. 1 to 1,000. Default: as many as suit the load, at most 50. A slice takes 5 to 50 ms, or as long as a few payloads.
   */
  slices?: number | undefined;
  /** Seed of the order of adapters within blocks. An integer. Default: a new one. The result has it. */
  seed?: number | undefined;
  /** The port on which the sender listens in a push. Default 0: any free port. */
  senderPort?: number | undefined;
  /** How long the acknowledgement of a payload may take, in milliseconds. Default 10,000. */
  timeoutMs?: number | undefined;
  /**
   * After how many time-outs in a row a round is given up, and its adapter has no more rounds: `LINK_SILENT`. In a row
   * means: no reply between them, and each payload was sent after the one before had timed out. 1 to 1e6, or null: never.
   * Default 3.
   */
  giveUpAfter?: number | null | undefined;
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
  /**
   * Where to store the result, as JSON. It is written when the run ends. Before that, what was measured so far is stored in
   * a file beside it after each round: `result.partial.json` for `result.json`. So an earlier result is only replaced by that
   * of a run that has ended. Default: not stored.
   */
  file?: string | undefined;
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
  /** For how long the warm-up sends at most. Null: no limit. */
  readonly warmupMs: number | null;
  /** How many transmissions the result of a round lists. */
  readonly maxTransmissions: number;
  /** From how many payloads, the first ones, a sender keeps the exact numbers. */
  readonly keepSamples: number;
  readonly network: Network | null;
  readonly wireBytes: boolean;
  readonly senderPort: number;
  readonly timeoutMs: number;
  /** Null: never. */
  readonly giveUpAfter: number | null;
  readonly connectTimeoutMs: number;
  readonly silenceTimeoutMs: number;
  readonly maxPayloadBytes: number;
  readonly clockChecks: boolean;
  readonly receiver: CheckedReceiver;
  /** The senders that share the receiver. Null: there is one. */
  readonly group: SenderGroup | null;
}

/** Checked options, with all defaults. */
export interface CheckedOptions {
  /** Their labels are unique. */
  readonly adapters: readonly Adapter[];
  /** The settings of all senders together. */
  readonly settings: RoundSettings;
  /** How many senders share the load. */
  readonly senders: number;
  /** Where they join. Null: they are processes of this machine. */
  readonly join: CheckedJoin | null;
  /** How many receivers they have. */
  readonly receivers: number;
  readonly rounds: RoundsRule;
  readonly reference: Reference;
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
  /** Where to store the result. Null: nowhere. */
  readonly file: string | null;
  readonly signal: AbortSignal | undefined;
  readonly emitter: Emitter;
}
