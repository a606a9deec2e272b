import type { AppliedProfile, Direction, Override } from "../adapter/profile.js";
import type { Warning } from "../failure/codes.js";
import type { Load } from "../load/load.js";
import type { Network } from "../network/network.js";
import type { Comparison, Measure } from "../verdict/comparison.js";
import type { Reference } from "../verdict/pairs.js";
import type { RoundsRule } from "../verdict/rounds-rule.js";
import type { Explanation } from "../verdict/why/explanation.js";
import type { JsonObject } from "./json.js";
import type { Machine, Provenance } from "./provenance.js";
import type { RoundResult, RunStatus } from "./round-result.js";

export type { Comparison, InvalidCode, Measure, Verdict } from "../verdict/comparison.js";
export type { Reference } from "../verdict/pairs.js";
export type { RoundsRule } from "../verdict/rounds-rule.js";
export type {
  Cause,
  CauseCode,
  ExplainedTime,
  Explanation,
  Part,
  PartDifference,
  Probe,
  SettingDifference,
} from "../verdict/why/explanation.js";
export type * from "./ends.js";
export type * from "./provenance.js";
export type * from "./round-result.js";
export type * from "./slice.js";
export type * from "./wire-bytes.js";

/**
 * The version of the result's schema. It changes if a program for an older version could misread a result.
 */
export const RESULT_SCHEMA_VERSION = 1;

/**
 * The result of a run, as plain JSON: it equals `JSON.parse(JSON.stringify(result))`. Times are fractional
 * milliseconds, and sizes are bytes. Null means that a value is unknown.
 */
export interface BenchmarkResult {
  readonly schemaVersion: typeof RESULT_SCHEMA_VERSION;
  /**
   * `failed`: a round failed, or a payload failed, or was dropped, lost, not delivered, duplicated or damaged. Timings
   * without such a round are still compared. `aborted`: the caller aborted the run. `running`: this is partial. It was
   * stored before the run ended.
   */
  readonly status: RunStatus | "running";
  /** When the run started, in ISO 8601. */
  readonly startedAt: string;
  /** When the run ended, in ISO 8601. */
  readonly endedAt: string;
  /** How long it took, on a clock that nobody sets. */
  readonly durationMs: number;
  readonly settings: RunSettings;
  /** The machine on which `runBenchmark` was called. */
  readonly machine: Machine;
  readonly provenance: Provenance;
  /** Reasons to read the numbers of the whole run with care. Those of a round are in the round. */
  readonly warnings: readonly Warning[];
  /** One for each measured adapter, in the order of the options. */
  readonly timings: readonly Timing[];
  /**
   * Each pair of timings that `reference` names, compared by each measure that the run has. Empty with one round, and
   * if the run did not measure all of its rounds: a caller who stops when the numbers look right can show anything.
   */
  readonly comparisons: readonly Comparison[];
  /** Why timings differ: one for each pair of `comparisons`. */
  readonly explanations: readonly Explanation[];
  /** Labels of the adapters that were not measured, because the run ended early. */
  readonly notRun: readonly string[];
}

/**
 * Why the rounds of a run have no slices.
 *
 * - `one-round`, `one-adapter`: nothing is compared
 * - `not-wanted`: the option `slices` is 1
 * - `receiver-server`: it serves one adapter at a time
 * - `several-senders`: they begin together, and a slice is too short for that
 * - `sender-port`: in a push, only one adapter can listen on that port
 * - `stages`: the rates of this load belong to times since it began
 * - `separate-clocks`: the ends of an adapter read different clocks
 * - `short-load`: the load has too few payloads, or takes too short a time
 */
export type NotSliced =
  | "one-round"
  | "one-adapter"
  | "not-wanted"
  | "receiver-server"
  | "several-senders"
  | "sender-port"
  | "stages"
  | "separate-clocks"
  | "short-load";

/** The settings of the run, with defaults. Settings of a single timing are in the timing. */
export interface RunSettings {
  /** How many times each adapter was measured. If the run ended early: how many times it should have been at most. */
  readonly rounds: number;
  /** The rule that decided when the run had enough rounds. Null if their number was fixed. */
  readonly roundsRule: RoundsRule | null;
  /**
   * The label of the adapter with which the others were compared. `all`: every pair was compared. An object: each label
   * was compared with the one that it names.
   */
  readonly reference: Reference;
  /** How far from 1 a ratio may be for two timings to be the same: 0.05 for ratios from 1 / 1.05 to 1.05. */
  readonly margin: number;
  /** How many cells share the allowed error: those of the matrix that the run belongs to. 1: it belongs to none. */
  readonly cells: number;
  /** The measure that decides. */
  readonly decideBy: Measure;
  /** How long the run was allowed to take. Null: no limit. */
  readonly budgetMs: number | null;
  /** Whether the run chose how long a round is. The load of a timing has its last choice. */
  readonly lengthChosen: boolean;
  /** How many slices each round should have. Null: as many as suit the load. */
  readonly slices: number | null;
  /** Why the rounds have no slices. Null if they have some. */
  readonly notSliced: NotSliced | null;
  /** Seed of the order in which adapters ran. */
  readonly seed: number;
  /** Whether the bytes on the wire were counted. */
  readonly wireBytes: boolean;
  /** Whether probes looked for the settings that cause a difference. */
  readonly explain: boolean;
  /** How many transmissions a round lists at most. */
  readonly maxTransmissions: number;
  /** The port on which the sender listens in a push. 0: any free port. */
  readonly senderPort: number;
  /** How long an acknowledgement may take. */
  readonly timeoutMs: number;
  /** After how many time-outs in a row a round was given up. Null: never. */
  readonly giveUpAfter: number | null;
  /** How long it may take to reach the receiver, and to dial each link. */
  readonly connectTimeoutMs: number;
  /** How long the receiver may take to answer a control call before it counts as lost. */
  readonly silenceTimeoutMs: number;
  /** The maximum size of a payload. */
  readonly maxPayloadBytes: number;
  /** Whether different clocks of the two ends are compared while a round runs. */
  readonly clockChecks: boolean;
  /** How many senders shared the load. */
  readonly senders: number;
  /** Whether the senders joined the run from elsewhere. If not, they were processes of its machine. */
  readonly sendersJoined: boolean;
  /** How many receivers they shared. */
  readonly receivers: number;
  /** Where the receiver ran: in child processes, in the sender's process, or in a receiver server. */
  readonly receiver: "process" | "inline" | "remote";
  /** The URL of the receiver server. Null unless `receiver` is `remote`. */
  readonly receiverUrl: string | null;
}

/** All that was measured for one adapter, with its settings. */
export interface Timing {
  /** The name in reports. Unique in the run. */
  readonly label: string;
  readonly adapter: AdapterReport;
  readonly load: Load;
  readonly payload: PayloadReport;
  /** The emulated network between the two ends. Null if there was none. */
  readonly network: Network | null;
  readonly connections: number;
  /** The maximum number of payloads in flight. */
  readonly maxInFlight: number;
  /** How many payloads were sent over each connection before the measured ones. */
  readonly warmupCount: number;
  /** All rounds in the order in which they ran. At least one. */
  readonly rounds: readonly RoundResult[];
  /** Index of the round whose median is in the middle. See `typicalRound`. */
  readonly typical: number;
}

/** What was sent. */
export interface PayloadReport {
  /** Where the payloads came from. The sources took turns, and each repeated its own payloads. */
  readonly sources: readonly PayloadSourceReport[];
  /** How many bytes the receiver replied with to each payload. 0: the receipt alone. */
  readonly replyBytes: number;
}

/** One source of payloads. */
export interface PayloadSourceReport {
  /** `bytes`, `file`, `files` and `lines` were given. The others were generated. */
  readonly kind: "bytes" | "file" | "files" | "lines" | "random" | "text" | "json" | "zero";
  /** The path or the pattern, as given. Null if there is none. */
  readonly from: string | null;
  /** Seed of generated payloads. Null for given ones. */
  readonly seed: number | null;
  /** How many payloads the source has. */
  readonly distinct: number;
  /** The size of its smallest payload. */
  readonly leastBytes: number;
  /** The mean size of its payloads. */
  readonly meanBytes: number;
  /** The size of its largest payload. */
  readonly mostBytes: number;
  /**
   * The hash of given payloads, in order and with their sizes, so that two results show whether they sent the same. Null
   * for generated ones.
   */
  readonly sha256: string | null;
}

/** The adapter, with the settings in effect. */
export interface AdapterReport {
  /** The protocol's name, such as `ws`. */
  readonly name: string;
  /** The protocol's display name, such as `WebSocket`. */
  readonly title: string;
  /** The codec's name. */
  readonly codec: string;
  /** The options in effect, with defaults. */
  readonly options: JsonObject;
  /** The options, and `codec`, that differ from the defaults or from what the profile sets. */
  readonly chosen: readonly string[];
  /** Whether the label was made from the settings. It then names each that is not default. */
  readonly automaticLabel: boolean;
  /** The options that the profile set, with reasons. Null if the protocol has no profiles. */
  readonly profile: AppliedProfile | null;
  /** Settings that Wireduel changed from what the library does by itself, with any profile. */
  readonly overrides: readonly Override[];
  readonly direction: Direction;
  /** The certificate: `local` was created for the run, `own` is the user's. `none`: not encrypted. */
  readonly encryption: "none" | "local" | "own";
  /** Whether links used a Unix socket instead of TCP. */
  readonly unixSocket: boolean;
}
