import { setTimeout as pause } from "node:timers/promises";
import type { Adapter } from "../adapter/contract.js";
import type { CheckedOptions } from "../options/benchmark-options.js";
import { NS_PER_MS, systemClock } from "../clock/clock.js";
import type { ClockModel } from "../clock/clock-model.js";
import { frameLimit } from "../codec/codec.js";
import { codecOf } from "../adapter/define-adapter.js";
import type { RowEvent } from "../events/events.js";
import { isScheduled, type Load } from "../load/load.js";
import type { PhaseName, SessionOpened } from "../control/control-calls.js";
import { identifyEnd } from "../receiver/receiver-host.js";
import { ResourceMeter, type Resources } from "../process/resource-meter.js";
import type { Timing, TimingTls, Transmission, WireBytes } from "../result/result.js";
import type { TimeHistogramFactory } from "../stats/time-histogram.js";
import type { TlsReport } from "../tls/link-tls.js";
import type { TlsSettings } from "../options/tls-option.js";
import { Connections } from "./connections.js";
import { endReport } from "./end-report.js";
import type { SentRecord } from "./exchange.js";
import { Recorder } from "./recorder.js";
import type { RoundClock } from "./round-clock.js";
import { type OpenEnds, RoundEnds } from "./round-ends.js";
import { type EarlyEnd, RoundLife } from "./round-status.js";
import { RowTeller } from "../events/round-events.js";
import { rowWarnings } from "./round-warnings.js";
import { type PhaseSent, type PhaseToSend, sendPhase } from "./send-phase.js";
import { halfSmallRoundTrip } from "./small-round-trip.js";
import { countsOf, totalsOf, transmissionOf } from "./timing.js";

/** One-way times may seem negative by the clock's error; what drift adds meanwhile must fit, too. */
const SHIFT_PER_ERROR = 4;

/** Payloads that time out have the receiver asked whether it lives: not more often than this. */
const CHECK_EVERY_NS = 1_000 * NS_PER_MS;
/** How long what timed out is waited for at a row's end, so that what is late is not taken for lost. */
const MOST_OVERDUE_MS = 1_000;
const OVERDUE_POLL_MS = 10;

/** A row, and why it ended early if it did. */
export interface RoundOutcome {
  readonly timing: Timing;
  readonly early: EarlyEnd | undefined;
}

/** What a round is made of. */
export interface RoundPlan {
  readonly adapter: Adapter;
  readonly event: RowEvent;
  /** What an accounting pass has found, and why it found nothing. */
  readonly wire: WireBytes | string | null;
  /** Needed if more payloads may come than are listed. */
  readonly histograms: TimeHistogramFactory | undefined;
}

/**
 * One row: a receiver, its connections, warm-up, measure, drain.
 * @throws WireduelError for whatever keeps the first payload from being sent
 */
export async function runRound(options: CheckedOptions, plan: RoundPlan): Promise<RoundOutcome> {
  const round = new Round(options, plan);
  const onAbort = () => round.life.end({ code: "ABORTED", message: "the caller ended the run" });
  options.signal?.addEventListener("abort", onAbort, { once: true });
  if (options.signal?.aborted) onAbort();
  try {
    await round.open();
    await round.warmUp();
    await round.measure();
    return await round.finish();
  } finally {
    options.signal?.removeEventListener("abort", onAbort);
    await round.close();
  }
}

class Round {
  readonly life: RoundLife;
  readonly #options: CheckedOptions;
  readonly #plan: RoundPlan;
  readonly #clock = systemClock;
  readonly #connections: Connections;
  readonly #ends: RoundEnds;
  readonly #teller: RowTeller;
  readonly #meter = new ResourceMeter();
  #opened: OpenEnds | undefined;
  #nextSequence = 0;
  #warmedUp = 0;
  #warmupsFailed = 0;
  /** The first message of the row, of whichever phase. */
  #first: SentRecord | undefined;
  #halfRoundTripNs = 0;
  #recorder: Recorder | undefined;
  #resources: Resources | null = null;
  #phaseSent: PhaseSent | undefined;
  #checking = false;
  #checkedAt = Number.NEGATIVE_INFINITY;

  constructor(options: CheckedOptions, plan: RoundPlan) {
    this.#options = options;
    this.#plan = plan;
    const { adapter } = plan;
    const codec = codecOf(adapter);
    this.#connections = new Connections(options.connections, {
      codec,
      maxFrameBytes: frameLimit(codec, options.maxPayloadBytes),
      timeoutMs: options.timeoutMs,
      ordered: adapter.supports.ordered,
      clock: this.#clock,
    });
    this.life = new RoundLife(({ code, message }) => {
      this.#connections.abandon(code === "LISTENER_FAILED" ? "ABORTED" : code, message);
    });
    this.#teller = new RowTeller(options.events, plan.event, this.#clock, (message) =>
      this.life.end({ code: "LISTENER_FAILED", message }),
    );
    this.#ends = new RoundEnds(options, adapter, this.life, this.#clock, options.network);
  }

  async open(): Promise<void> {
    this.#teller.phase("connect", null);
    this.#opened = await this.#ends.open(this.#connections);
  }

  /** Back to back, as many at once as the load has connections or concurrency. */
  async warmUp(): Promise<void> {
    const { load, connections, warmupCount, payloads } = this.#options;
    if (warmupCount > 0) {
      const warmup: Load = {
        kind: "closed-loop",
        concurrency: load.kind === "closed-loop" ? load.concurrency : connections,
        thinkTimeMs: 0,
        count: warmupCount * connections,
        durationMs: null,
      };
      await this.#send("warm-up", warmup, {
        // As many over each connection.
        order: "in-turn",
        onSettled: ({ error }) => {
          if (error) this.#warmupsFailed++;
          else this.#warmedUp++;
        },
      });
    }
    if (this.#roundClock.shared || this.life.early !== undefined) return;
    const firstSequence = this.#nextSequence;
    await this.#ends.startPhase({ phase: "warm-up", firstSequence });
    const { ns, sent, failed } = await halfSmallRoundTrip(
      this.#connections,
      payloads[0] as Uint8Array,
      firstSequence,
      this.#clock,
      this.life.signal,
    );
    this.#nextSequence += sent;
    this.#halfRoundTripNs = ns;
    if (failed) await this.#checkAlive();
  }

  async measure(): Promise<void> {
    const { load } = this.#options;
    const recorder = this.#newRecorder(this.#nextSequence);
    this.#phaseSent = await this.#send(
      "measure",
      load,
      {
        onBegin: (beganAt) => recorder.begin(beganAt),
        onSettled: (record) => {
          recorder.append(record);
          const index = record.sequence - recorder.firstSequence;
          this.#teller.transmission(() =>
            this.#transmission(record, index, recorder.beganAt, this.#roundClock.provisional().model),
          );
          this.#teller.progress(recorder, load.count, false);
        },
        onDropped: (dueAt) => recorder.drop(dueAt),
        onDrain: () => this.#teller.phase("drain", null),
      },
      () => {
        this.#recorder = recorder;
        this.#meter.start();
      },
    );
    if (this.#phaseSent === undefined) return;
    this.#resources = this.#meter.stop();
    this.#teller.progress(recorder, load.count, true);
  }

  /** Collects what the receiver counted, makes the row of it all, and tells of it. */
  async finish(): Promise<RoundOutcome> {
    const { adapter, event, wire } = this.#plan;
    const { identity, session, connectMs } = this.#opened as OpenEnds;
    await this.#waitForOverdue();
    await this.#tellLostFromClosed();
    const collected = await this.#ends.collect();
    const report = typeof collected === "string" ? null : collected;
    await this.#ends.relateClocksAgain();
    const describeErrors: string[] = [];
    const described = this.#ends.describeLinks((message) => describeErrors.push(message));
    const held = await this.#ends.readTap();

    // A row that ended before its first counted payload has recorded none.
    const recorder = this.#recorder ?? this.#newRecorder(this.#nextSequence);
    await recorder.finish();
    const phase = this.#onFinalClock(
      recorder,
      report?.phase === "measure" ? report.counts.damagedSequences : [],
    );
    const counts = countsOf(recorder, report, {
      mostInFlight: this.#phaseSent?.mostInFlight ?? 0,
      oneLink: this.#options.connections === 1,
      ordered: adapter.supports.ordered && this.#options.connections === 1,
      overdue: this.#connections.overdue,
    });
    const { early } = this.life;
    const { direction = "upload" } = adapter;
    const row = {
      label: event.label,
      title: event.title,
      adapter: adapter.name,
      codec: codecOf(adapter).name,
      options: adapter.options,
      profile: adapter.profile ?? null,
      status: early === undefined ? "completed" : early.code === "ABORTED" ? "aborted" : "failed",
      direction,
      dialledBy: direction === "upload" ? "sender" : "receiver",
      tls: adapter.tls === undefined ? null : tlsOf(adapter.tls, session, described.tls ?? report?.tls),
      clock: phase.clock.report,
      connectMs,
      firstTransmission: this.#first
        ? this.#transmission(this.#first, 0, this.#first.dueAt, phase.clock)
        : null,
      warmedUp: this.#warmedUp,
      ...totalsOf(phase),
      counts,
      wire: typeof wire === "string" ? null : wire,
      held: held && { upMs: held.up.heldMs, downMs: held.down.heldMs },
      sender: endReport(identifyEnd(), adapter.libraries ?? {}, described, {
        resources: this.#resources,
        spinNs: this.#phaseSent?.spinNs ?? 0,
        payloads: counts.acknowledged,
      }),
      receiver: endReport(identity, session.libraries, report, {
        resources: report?.resources ?? null,
        spinNs: 0,
        payloads: counts.acknowledged,
      }),
      errors: [
        ...(early ? [early] : []),
        ...describeErrors.map((message) => ({ code: "UNEXPECTED" as const, message })),
      ],
    } satisfies Omit<Timing, "warnings">;
    const timing: Timing = {
      ...row,
      warnings: rowWarnings(row, {
        receiver: this.#ends.receiverKind,
        scheduled: isScheduled(this.#options.load),
        unexpectedReplies: this.#connections.unexpectedReplies,
        lateReplies: this.#connections.lateReplies,
        report: collected,
        listenerErrors: [...described.errors, ...(report?.errors ?? [])],
        warmupsFailed: this.#warmupsFailed,
        wireFailure: typeof wire === "string" ? wire : null,
        maxTransmissions: this.#options.maxTransmissions,
      }),
    };
    // Before the session closes, so that what the two ends tell comes in this order.
    this.#teller.timing(timing);
    return { timing, early: this.life.early };
  }

  async close(): Promise<void> {
    if (this.#recorder && this.#resources === null) this.#meter.stop();
    this.#connections.close();
    await this.#ends.close();
  }

  /** Marks a phase at the receiver and sends its payloads. Returns undefined if the row has ended before. */
  async #send(
    phase: PhaseName,
    load: Load,
    handlers: Pick<PhaseToSend, "onSettled"> & Partial<PhaseToSend>,
    prepare?: () => void,
  ): Promise<PhaseSent | undefined> {
    if (this.life.early !== undefined) return undefined;
    const firstSequence = this.#nextSequence;
    await this.#ends.startPhase({ phase, firstSequence });
    if (this.life.early !== undefined) return undefined;
    this.#teller.phase(phase, load);
    // Whatever takes time comes before the load begins, as it would be slip of its first payload.
    prepare?.();
    const { payloads, maxInFlight } = this.#options;
    const sent = await sendPhase({
      ...{ connections: this.#connections, load, payloads, firstSequence, maxInFlight },
      order: isScheduled(load) ? "in-turn" : "free-first",
      ...{ clock: this.#clock, signal: this.life.signal },
      ...handlers,
      onSettled: (record) => {
        this.#first ??= { ...record };
        handlers.onSettled(record);
        if (record.error?.code === "PAYLOAD_TIMEOUT") void this.#checkAlive();
      },
    });
    this.#nextSequence += sent.sent;
    return sent;
  }

  /** What was recorded, with the clock as it is known now that the row is over. */
  #onFinalClock(recorder: Recorder, damagedSequences: readonly number[]): Parameters<typeof totalsOf>[0] {
    const scheduled = isScheduled(this.#options.load);
    const { offsetNs } = this.#roundClock.provisional();
    const firstSequence = recorder.firstSequence;
    const damaged = new Set(damagedSequences.map((sequence) => sequence - firstSequence));
    const phase = { recorder, recordedOffsetNs: offsetNs, scheduled, damaged };
    const clock = this.#roundClock.final({
      halfRoundTripNs: this.#halfRoundTripNs,
      asConstant: !recorder.complete,
      medianNs: (model) => {
        const { summary } = totalsOf({ ...phase, clock: model });
        return summary.transmissionMs ? summary.transmissionMs.p50 * NS_PER_MS : undefined;
      },
    });
    return { ...phase, clock };
  }

  #newRecorder(firstSequence: number): Recorder {
    const { load, maxTransmissions } = this.#options;
    const { offsetNs, errorNs } = this.#roundClock.provisional();
    return new Recorder(
      {
        keep: maxTransmissions,
        firstSequence,
        scheduled: isScheduled(load),
        offsetNs,
        shiftNs: Math.ceil(SHIFT_PER_ERROR * errorNs),
        clock: this.#clock,
      },
      this.#plan.histograms,
    );
  }

  get #roundClock(): RoundClock {
    return (this.#opened as OpenEnds).clock;
  }

  #transmission(record: SentRecord, index: number, beganAt: number, clock: ClockModel): Transmission {
    const scheduled = isScheduled(this.#options.load);
    return transmissionOf(record, index, record.error, { clock, beganAt, scheduled });
  }

  /** A link often goes a moment before its receiver is known to be gone. */
  async #tellLostFromClosed(): Promise<void> {
    if (this.life.early?.code !== "LINK_CLOSED") return;
    const message = await this.#ends.whyLost();
    if (message === undefined) return;
    const lost = { code: "RECEIVER_LOST", message } as const;
    this.life.correct(lost);
    this.#recorder?.correct("LINK_CLOSED", lost);
  }

  /** After a time-out: if the receiver does not even answer on control, waiting for more payloads is of no use. */
  async #checkAlive(): Promise<void> {
    if (this.#checking || this.#clock.now() - this.#checkedAt < CHECK_EVERY_NS) return;
    this.#checking = true;
    const [message] = await Promise.all([this.#ends.whyLost(), this.#ends.checkTap()]);
    this.#checking = false;
    this.#checkedAt = this.#clock.now();
    if (message !== undefined) this.life.end({ code: "RECEIVER_LOST", message });
  }

  /** Payloads that timed out may be on their way still; the receiver is asked once they have come, or a moment later. */
  async #waitForOverdue(): Promise<void> {
    const until = this.#clock.now() + Math.min(this.#options.timeoutMs, MOST_OVERDUE_MS) * NS_PER_MS;
    while (this.#connections.overdue > 0 && this.life.early === undefined && this.#clock.now() < until) {
      await pause(OVERDUE_POLL_MS);
    }
  }
}

/** How a row was encrypted; the end that listens decides whether the other shows a certificate. */
function tlsOf(
  settings: TlsSettings,
  { endpoint, mutualTls }: SessionOpened,
  report: TlsReport | null | undefined,
): TimingTls {
  const ownMutual = settings.kind === "own" && settings.clientCertificate;
  return {
    certificate: settings.kind,
    mutual: endpoint === null ? ownMutual : mutualTls,
    version: report?.version ?? null,
    cipher: report?.cipher ?? null,
  };
}
