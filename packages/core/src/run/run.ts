import type { Adapter } from "../adapter/contract.js";
import { plainControlWarnings } from "../control/plain-control.js";
import { SafeEmitter } from "../events/emitter.js";
import type { AdapterEvent } from "../events/events.js";
import type { Load } from "../load/load.js";
import type { CheckedOptions, RoundSettings } from "../options/benchmark-options.js";
import { type Origin, startProvenance } from "../provenance/provenance.js";
import {
  type AdapterReport,
  type BenchmarkResult,
  type Comparison,
  type NotSliced,
  RESULT_SCHEMA_VERSION,
  type RoundResult,
  type RunSettings,
  type Timing,
} from "../result/result.js";
import { compareTimings } from "../verdict/compare.js";
import type { ComparisonPlan } from "../verdict/plan.js";
import { hasLooks, plannedRounds } from "../verdict/rounds-rule.js";
import { stopAt } from "../verdict/stop-at.js";
import { isWhole } from "../verdict/whole.js";
import { explain } from "../verdict/why/explain.js";
import { payloadReport } from "./payload-report.js";
import type { BlockReport, BlockRound } from "./run-block.js";
import { whyNotSliced } from "./slicing.js";

/** Collects the rounds of a run and makes its result. */
export class Run {
  readonly #options: CheckedOptions;
  readonly #origin: () => Origin;
  /** The rounds of each adapter, in the order in which they ran. */
  readonly #rounds: readonly RoundResult[][];
  readonly #emitter: SafeEmitter;
  readonly #added: () => void;
  /** How many rounds each adapter will have. Null if that is only known at the end. */
  readonly #planned: number | null;
  /** The load of the last block: the run may choose how long rounds are. To be set before its rounds are added. */
  load: Load;
  #clocksShared = true;

  /** @param added called after rounds were added, and before their events */
  constructor(options: CheckedOptions, added: () => void = () => {}) {
    this.#options = options;
    this.#origin = startProvenance(plainControlWarnings(options));
    this.#planned = plannedRounds(options.rounds, options.budgetMs);
    this.load = options.settings.load;
    this.#rounds = options.adapters.map(() => []);
    this.#emitter = new SafeEmitter(options.emitter);
    this.#added = added;
  }

  /** The rounds of each adapter so far. */
  get rounds(): readonly (readonly RoundResult[])[] {
    return this.#rounds;
  }

  /** Takes over what an earlier part of the run measured. */
  resume({ timings, settings }: BenchmarkResult): void {
    const labels = this.#labels();
    for (const { label, load, rounds } of timings) {
      this.#rounds[labels.indexOf(label)]?.push(...rounds);
      this.load = load;
    }
    this.#clocksShared = settings.notSliced !== "separate-clocks";
  }

  /** Forgets the rounds of a block that did not end. */
  drop(block: number): void {
    for (const rounds of this.#rounds) {
      if (rounds.at(-1)?.block === block) rounds.pop();
    }
  }

  /** Adds complete rounds and emits their events. */
  add(complete: readonly BlockRound[]): void {
    for (const { index, result } of complete) this.#rounds[index]?.push(result);
    this.#added();
    for (const { index, result } of complete) {
      const round = (this.#rounds[index]?.length ?? 0) - 1;
      const event = this.#eventOf(index);
      for (const warning of result.warnings) this.#emitter.emit("warning", { ...event, warning });
      this.#emitter.emit("round", { ...event, round, of: this.#planned, result });
      if (this.#planned !== null && (round + 1 === this.#planned || isSilent(result)))
        this.#emitTiming(index);
    }
  }

  /** A block is complete. */
  block({ clocksShared }: Pick<BlockReport, "clocksShared">): void {
    this.#clocksShared &&= clocksShared;
  }

  /** Whether every payload so far arrived once and unchanged. */
  get whole(): boolean {
    return this.#rounds.flat().every(isWhole);
  }

  /** Whether an adapter has no more rounds: its links swallow everything, and each round would have to wait for that. */
  hasEnded(index: number): boolean {
    return this.#rounds[index]?.some(isSilent) ?? false;
  }

  /** Whether the rule of the run says that this many rounds are enough, or no adapter has more. */
  enough(rounds: number): boolean {
    if (this.#rounds.every((_, index) => this.hasEnded(index))) return true;
    const timings = this.#options.adapters.flatMap((_, index) => this.#timing(index) ?? []);
    return stopAt(timings, planOf(this.#options), rounds, this.#labels());
  }

  /** No more rounds follow. */
  complete(): void {
    if (this.#planned === null) for (const index of this.#options.adapters.keys()) this.#emitTiming(index);
  }

  #emitTiming(index: number): void {
    const timing = this.#timing(index);
    if (timing) this.#emitter.emit("timing", { ...this.#eventOf(index), timing });
  }

  #eventOf(index: number): AdapterEvent {
    const { label, protocol } = this.#options.adapters[index] as Adapter;
    return { label, title: protocol.title, index };
  }

  /**
   * The result so far.
   * @param unfinished the status, if the run has not ended, or ended early
   */
  result(unfinished?: "running" | "aborted" | "failed"): BenchmarkResult {
    const { adapters } = this.#options;
    const rounds = this.#planned ?? Math.max(1, ...this.#rounds.map(({ length }) => length));
    const timings = adapters.flatMap((_, index) => this.#timing(index) ?? []);
    const all = this.#rounds.flat();
    const whole = all.length === adapters.length * rounds && all.every(isWhole);
    const status = unfinished ?? (whole ? "completed" : "failed");
    const decided = status === "completed" || status === "failed";
    const comparisons = rounds > 1 && decided ? this.#compare(timings) : [];
    return {
      schemaVersion: RESULT_SCHEMA_VERSION,
      status,
      ...this.#origin(),
      settings: settingsOf(this.#options, rounds, this.#notSliced()),
      timings,
      comparisons,
      explanations: explain(timings, comparisons),
      notRun: adapters.filter((_, index) => this.#rounds[index]?.length === 0).map(({ label }) => label),
    };
  }

  #compare(timings: readonly Timing[]): Comparison[] {
    return compareTimings(timings, planOf(this.#options), this.#labels());
  }

  #labels(): string[] {
    return this.#options.adapters.map(({ label }) => label);
  }

  #notSliced(): NotSliced | null {
    const why = whyNotSliced(this.#options);
    if (why !== null) return why;
    if (!this.#clocksShared) return "separate-clocks";
    return this.#rounds.flat().some(({ slices }) => slices.length > 0) ? null : "short-load";
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
      ...measuredWith({ ...settings, load: this.load }),
      // Only the typical round lists transmissions. With those of all rounds, the result would be very large.
      rounds: rounds.map((round, place) => (place === typical ? round : { ...round, transmissions: [] })),
      typical,
    };
  }
}

function isSilent({ errors }: RoundResult): boolean {
  return errors.some(({ code }) => code === "LINK_SILENT");
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

/** The settings of an adapter, for the result. */
export function adapterReport(adapter: Adapter): AdapterReport {
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
function planOf({ reference, margin, decideBy, rounds, cells }: CheckedOptions): ComparisonPlan {
  return { reference, margin, decideBy, roundsRule: hasLooks(rounds) ? rounds : null, cells };
}

/** The settings of a run, for the result. */
export function settingsOf(
  options: CheckedOptions,
  rounds: number,
  notSliced: NotSliced | null,
): RunSettings {
  const { seed, budgetMs, slices, senders, join, receivers, settings } = options;
  const { wireBytes, maxTransmissions, senderPort, timeoutMs, giveUpAfter, connectTimeoutMs } = settings;
  const { silenceTimeoutMs, maxPayloadBytes, clockChecks, receiver } = settings;
  return {
    rounds,
    ...planOf(options),
    budgetMs,
    lengthChosen: options.chooseLength,
    slices,
    notSliced,
    seed,
    wireBytes,
    explain: options.explain,
    maxTransmissions,
    senderPort,
    timeoutMs,
    giveUpAfter,
    connectTimeoutMs,
    silenceTimeoutMs,
    maxPayloadBytes,
    clockChecks,
    senders,
    sendersJoined: join !== null,
    receivers,
    receiver: typeof receiver === "string" ? receiver : "remote",
    receiverUrl: typeof receiver === "string" ? null : receiver.url,
  };
}
