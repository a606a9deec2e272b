import type { Adapter } from "../adapter/contract.js";
import { SafeEmitter } from "../events/emitter.js";
import { WireduelError } from "../failure/wireduel-error.js";
import type { CheckedOptions, RoundSettings } from "../options/benchmark-options.js";
import { startProvenance } from "../provenance/provenance.js";
import {
  type AdapterReport,
  type BenchmarkResult,
  type Comparison,
  RESULT_SCHEMA_VERSION,
  type RoundResult,
  type RunSettings,
  type Timing,
} from "../result/result.js";
import { compareTimings } from "../verdict/compare.js";
import type { ComparisonPlan } from "../verdict/plan.js";
import { isWhole } from "../verdict/whole.js";
import { payloadReport } from "./payload-report.js";

/** Collects the rounds of a run and makes its result. */
export class Run {
  readonly #options: CheckedOptions;
  readonly #origin = startProvenance();
  /** The rounds of each adapter, in the order in which they ran. */
  readonly #rounds: readonly RoundResult[][];
  readonly #emitter: SafeEmitter;

  constructor(options: CheckedOptions) {
    this.#options = options;
    this.#rounds = options.adapters.map(() => []);
    this.#emitter = new SafeEmitter(options.emitter, (message) => {
      throw new WireduelError("EVENT_HANDLER_FAILED", message);
    });
  }

  /** Adds a complete round and emits its events. */
  add(index: number, result: RoundResult): void {
    const { adapters } = this.#options;
    const of = this.#options.rounds.max;
    const { label, protocol } = adapters[index] as Adapter;
    const event = { label, title: protocol.title, index };
    const rounds = this.#rounds[index] as RoundResult[];
    rounds.push(result);
    for (const warning of result.warnings) this.#emitter.emit("warning", { ...event, warning });
    this.#emitter.emit("round", { ...event, round: rounds.length - 1, of, result });
    const timing = rounds.length === of ? this.#timing(index) : undefined;
    if (timing) this.#emitter.emit("timing", { ...event, timing });
  }

  /**
   * The result so far.
   * @param ended the status, if the run ended early
   */
  result(ended?: "aborted" | "failed"): BenchmarkResult {
    const { adapters } = this.#options;
    const rounds = this.#options.rounds.max;
    const timings = adapters.flatMap((_, index) => this.#timing(index) ?? []);
    const all = this.#rounds.flat();
    const whole = all.length === adapters.length * rounds && all.every(isWhole);
    const status = ended ?? (whole ? "completed" : "failed");
    return {
      schemaVersion: RESULT_SCHEMA_VERSION,
      status,
      ...this.#origin(),
      settings: settingsOf(this.#options),
      timings,
      comparisons: rounds > 1 && status !== "aborted" ? this.#compare(timings) : [],
      notRun: adapters.filter((_, index) => this.#rounds[index]?.length === 0).map(({ label }) => label),
    };
  }

  #compare(timings: readonly Timing[]): Comparison[] {
    const { adapters } = this.#options;
    return compareTimings(
      timings,
      planOf(this.#options),
      adapters.map(({ label }) => label),
    );
  }

  #timing(index: number): Timing | undefined {
    const { adapters, settings } = this.#options;
    const adapter = adapters[index] as Adapter;
    const rounds = this.#rounds[index] as readonly RoundResult[];
    if (rounds.length === 0) return undefined;
    const typical = typicalIndex(rounds);
    return {
      label: adapter.label,
      adapter: adapterReport(adapter),
      ...measuredWith(settings),
      // Only the typical round lists transmissions. With those of all rounds, the result would be very large.
      rounds: rounds.map((round, place) => (place === typical ? round : { ...round, transmissions: [] })),
      typical,
    };
  }
}

/** Index of the round whose median is in the middle. */
function typicalIndex(rounds: readonly RoundResult[]): number {
  const medians = rounds.map(({ times }, index) => {
    const median = (times.responseMs ?? times.transmissionMs)?.p50 ?? Number.POSITIVE_INFINITY;
    return { index, median };
  });
  // Compared, not subtracted: the difference of two infinities is NaN.
  medians.sort((a, b) => (a.median < b.median ? -1 : a.median > b.median ? 1 : a.index - b.index));
  return medians[Math.floor((medians.length - 1) / 2)]?.index ?? 0;
}

function adapterReport(adapter: Adapter): AdapterReport {
  const { protocol, codec, options, chosen, automaticLabel, profile, overrides, direction, tls } = adapter;
  const { name, title } = protocol;
  const encryption = tls?.kind ?? "none";
  const unixSocket = adapter.unixSocket !== null;
  return {
    name,
    title,
    codec: codec.name,
    options,
    chosen,
    automaticLabel,
    profile,
    overrides,
    direction,
    encryption,
    unixSocket,
  };
}

type MeasuredWith = Omit<Timing, "label" | "adapter" | "rounds" | "typical">;

function measuredWith(settings: RoundSettings): MeasuredWith {
  const { load, payloads, replies, network, connections, maxInFlight, warmupCount } = settings;
  const payload = payloadReport(payloads, replies);
  return { load, payload, network, connections, maxInFlight, warmupCount };
}

/** What is compared with what. */
function planOf({ reference, margin, decideBy, rounds }: CheckedOptions): ComparisonPlan {
  return { reference, margin, decideBy, roundsRule: rounds.until === null ? null : rounds };
}

function settingsOf(options: CheckedOptions): RunSettings {
  const { rounds, seed, settings } = options;
  const { wireBytes, maxTransmissions, senderPort, timeoutMs, connectTimeoutMs, silenceTimeoutMs } = settings;
  const { maxPayloadBytes, clockChecks, receiver } = settings;
  return {
    rounds: rounds.max,
    ...planOf(options),
    seed,
    wireBytes,
    maxTransmissions,
    senderPort,
    timeoutMs,
    connectTimeoutMs,
    silenceTimeoutMs,
    maxPayloadBytes,
    clockChecks,
    receiver: typeof receiver === "string" ? receiver : "remote",
    receiverUrl: typeof receiver === "string" ? null : receiver.url,
  };
}
