import { setTimeout as pause } from "node:timers/promises";
import { NS_PER_MS, systemClock } from "../clock/clock.js";
import type { StopReason } from "../failure/codes.js";
import { isScheduled } from "../load/load.js";
import type { LoadSlice } from "../load/slice-load.js";
import { PayloadSet } from "../payload/payload-set.js";
import type { Exchange } from "./exchange.js";
import { exchangeOf } from "./exchange-of.js";
import { MeasurePhase, type Piece } from "./measure-phase.js";
import { PhaseReporter } from "./phase-reporter.js";
import { PhaseSender } from "./phase-sender.js";
import { Recorder } from "./recorder.js";
import { type OpenEnds, RoundEnds } from "./round-ends.js";
import { RoundEvents } from "./round-events.js";
import type { RoundPlan } from "./round-plan.js";
import { type MeasuredRound, roundResult, type UnplacedRound } from "./round-result.js";
import { RoundStatus, stopOnAbort } from "./round-status.js";
import { RoundTripProbes } from "./round-trip-probes.js";
import type { Sample } from "./sample.js";
import { type SentPart, sentPart } from "./sent-part.js";
import { transmissionOf } from "./transmission.js";
import { WarmUp } from "./warm-up.js";

/**
 * A clock error can make one-way times negative, and drift adds to it. The histograms' shift must cover both.
 */
const SHIFT_PER_ERROR = 4;
/** How long a round waits at its end for timed-out payloads, so that late ones do not count as lost. */
const MOST_OVERDUE_MS = 1_000;
const OVERDUE_POLL_MS = 10;

/** The outcome of a round. */
export interface RoundOutcome {
  readonly result: UnplacedRound;
  /** Why the round ended early. Undefined if it did not. */
  readonly stop: StopReason | undefined;
  /** Only if the round is one of several senders. */
  readonly part?: SentPart;
}

/** The sender's side of one round: `open`, `warmUp`, then `measure` for each piece of the load, `finish`, and `close`. */
export class Round {
  readonly status: RoundStatus;
  readonly #plan: RoundPlan;
  readonly #clock = systemClock;
  readonly #payloads: ReturnType<typeof PayloadSet.later>;
  readonly #exchange: Exchange;
  readonly #ends: RoundEnds;
  readonly #events: RoundEvents;
  readonly #release: () => void;
  #opened: OpenEnds | undefined;
  readonly #phases: PhaseSender;
  readonly #warmUp: WarmUp;
  readonly #reporter: PhaseReporter;
  #halfRoundTripNs: number | undefined;
  #phase: MeasurePhase | undefined;

  constructor(plan: RoundPlan) {
    const { adapter, settings, event, emitter, signal } = plan;
    this.#plan = plan;
    this.#payloads = PayloadSet.later(settings.payloads);
    this.#exchange = exchangeOf(plan, settings.connections, {
      onTimeout: () => void this.#ends.check(),
      onSilent: () => void this.#ends.giveUp(),
    });
    this.status = new RoundStatus({
      held: () => this.#exchange.hold(),
      stopped: (reason) => this.#exchange.stop(reason),
    });
    this.#events = new RoundEvents(emitter, event, this.#clock, (message) =>
      this.status.stop({ code: "EVENT_HANDLER_FAILED", message }),
    );
    this.#warmUp = new WarmUp(settings, this.#events);
    this.#reporter = new PhaseReporter(this.#events, {
      phase: "measure",
      of: settings.load.count,
      transmission: (sample) => this.#transmission(sample),
    });
    this.#ends = new RoundEnds({
      settings,
      adapter,
      exchange: this.#exchange,
      status: this.status,
      clock: this.#clock,
      signal,
      tapped: settings.network,
    });
    this.#phases = new PhaseSender({
      settings,
      payloads: this.#payloads,
      exchange: this.#exchange,
      receiver: this.#ends.receiver,
      status: this.status,
      events: this.#events,
      clock: this.#clock,
    });
    this.#release = stopOnAbort(this.status, signal);
  }

  /**
   * Opens both ends and connects them.
   * @throws WireduelError if that fails
   */
  async open(): Promise<void> {
    this.#events.phase("connect", null);
    // Both ends generate the payloads at the same time.
    this.#opened = await this.#ends.open(() => this.#payloads.generate());
  }

  /** Sends the warm-up payloads. */
  async warmUp(): Promise<void> {
    const { shared } = this.#open.clock;
    if (this.#warmUp.load.count > 0) {
      await this.#warmUp.send(this.#phases, () => this.#newPhase(this.#warmUp.reporter), shared);
    }
    if (!shared) await this.#measureRoundTrip();
  }

  /** Half of a small payload's round trip. One-way times need it if the clock offset is unknown. */
  async #measureRoundTrip(): Promise<void> {
    const probes = new RoundTripProbes(this.#payloads);
    await this.#phases.send({ phase: "warm-up", ...probes.sending, silent: true });
    this.#halfRoundTripNs = probes.halfRoundTripNs;
  }

  /**
   * How long a payload of the warm-up took from sent to acknowledged (the median), in milliseconds. Null if it is not
   * known.
   */
  get warmServiceMs(): number | null {
    return this.#warmUp.reporter.medianServiceMs;
  }

  /** Whether both ends read the same clock. */
  get clockShared(): boolean {
    return this.#open.clock.shared;
  }

  /** Tells the receiver that a piece of the load comes. */
  async prepare(): Promise<void> {
    this.#phase ??= this.#newPhase(this.#reporter);
    const { recorder, continues } = this.#phase;
    await this.#phases.announce({ phase: "measure", firstPayload: recorder.settled, continues });
  }

  /**
   * Sends the load, or a slice of it.
   * @param startAt when it begins, after `prepare`, in nanoseconds of the clock of this machine. Null: prepares it and begins at once.
   */
  async measure(
    { load, startAfterMs }: LoadSlice,
    piece: Piece,
    startAt: number | null = null,
  ): Promise<void> {
    if (startAt === null) await this.prepare();
    const phase = this.#phase as MeasurePhase;
    const whole = this.#plan.settings.load;
    const sent = await this.#phases.sendPiece(
      phase,
      { phase: "measure", load, whole, startAfterMs, startAt },
      piece,
    );
    if (sent && piece.sliced && !this.status.ended) await this.#ends.receiver.pausePhase();
    if (!piece.last) return;
    phase.end();
    this.#reporter.progress(phase);
  }

  /** Gets the receiver's report and makes the result. */
  async finish(): Promise<RoundOutcome> {
    // A link may have closed between two phases: the reason must be known before it is written down.
    await this.status.decided();
    await this.#waitForOverdue();
    if (this.#exchange.silence.atEnd(this.#phase?.unanswered ?? false)) await this.#ends.giveUp();
    const collected = await this.#ends.receiver.collect();
    // It may have ended after the last payload.
    if (collected.report === null) await this.#ends.checkReceiver();
    await this.#ends.relateClocksAgain();
    const describeErrors: string[] = [];
    const described = this.#ends.describeLinks((message) => describeErrors.push(message));
    const held = await this.#ends.tap.read();
    // A round that ended before the measure phase has no phase yet.
    const phase = this.#phase ?? this.#newPhase(this.#reporter);
    phase.end();
    const { recorder } = phase;
    const model = this.#open.clock.settled(!recorder.complete);
    // Kept samples get the offset as it is known now, less what is added to all recorded times.
    await recorder.finish(
      (decodedAt, acknowledgedAt) =>
        decodedAt - model.decodedAt({ decodedAt, acknowledgedAt }) + model.correctionNs,
    );
    const { reason } = this.status;
    const measured: MeasuredRound = {
      plan: this.#plan,
      opened: this.#open,
      exchange: this.#exchange,
      collected,
      described,
      describeErrors,
      held,
      reason,
      first: this.#warmUp.reporter.first ?? this.#reporter.first,
      warmedUp: this.#warmUp.acknowledged,
      warmupsFailed: this.#warmUp.failed,
      halfRoundTripNs: this.#halfRoundTripNs,
      phase,
      receiverKind: this.#ends.receiver.connection?.kind,
    };
    const result = roundResult(measured);
    return this.#plan.settings.group === null
      ? { result, stop: reason }
      : { result, stop: reason, part: sentPart(recorder, isScheduled(this.#plan.settings.load)) };
  }

  async close(): Promise<void> {
    this.#phase?.end();
    this.#exchange.close();
    await this.#ends.close();
    this.#release();
  }

  #transmission(sample: Sample): void {
    const { model: clock } = this.#open.clock.provisional();
    const scheduled = isScheduled(this.#plan.settings.load);
    const { firstSequence, beganAt } = (this.#phase as MeasurePhase).recorder;
    const reading = { clock, beganAt, scheduled };
    const index = sample.sequence - firstSequence;
    this.#events.transmission(transmissionOf(sample, index, sample.error, reading));
  }

  #newPhase(reporter: PhaseReporter): MeasurePhase {
    return new MeasurePhase(this.#newRecorder(), this.#plan.settings.load, this.#clock, reporter);
  }

  #newRecorder(): Recorder {
    const { load, keepSamples } = this.#plan.settings;
    const { clock } = this.#open;
    const { errorNs } = clock.provisional();
    return new Recorder({
      keep: keepSamples,
      firstSequence: this.#phases.nextSequence,
      scheduled: isScheduled(load),
      offsetOf: (stampNs, acknowledgedAt) => clock.offsetOf(stampNs, acknowledgedAt),
      shiftNs: Math.ceil(SHIFT_PER_ERROR * errorNs),
      clock: this.#clock,
    });
  }

  async #waitForOverdue(): Promise<void> {
    const waitMs = Math.min(this.#plan.settings.timeoutMs, MOST_OVERDUE_MS);
    const until = this.#clock.now() + waitMs * NS_PER_MS;
    while (this.#exchange.overdue > 0 && !this.status.ended && this.#clock.now() < until) {
      await pause(OVERDUE_POLL_MS);
    }
  }

  /** The open ends. Only valid after `open`. */
  get #open(): OpenEnds {
    return this.#opened as OpenEnds;
  }
}
