import type { Adapter } from "../adapter.js";
import type { CheckedOptions } from "../benchmark-options.js";
import { NS_PER_MS, systemClock } from "../clock/clock.js";
import { frameLimit } from "../codec/codec.js";
import { codecOf } from "../define-adapter.js";
import { describeEnd } from "../describe-end.js";
import type { Phase, RowEvent } from "../events.js";
import { LoadGenerator } from "../load/generate-load.js";
import { isScheduled, type Load } from "../load/load.js";
import { pacerOf } from "../load/pacer-of.js";
import type { PhaseName } from "../receiver/receiver-control.js";
import { identifyEnd } from "../receiver/receiver-host.js";
import { ResourceMeter, type Resources } from "../resources/resource-meter.js";
import type { Timing, Transmission, WireBytes } from "../result.js";
import { quantile } from "../stats/summary.js";
import type { TimeHistogramFactory } from "../stats/time-histogram.js";
import { Teller } from "../teller.js";
import { Connections } from "./connections.js";
import { endReport } from "./end-report.js";
import type { SentRecord } from "./exchange.js";
import { Recorder } from "./recorder.js";
import type { RoundClock } from "./round-clock.js";
import { type OpenEnds, RoundEnds } from "./round-ends.js";
import { type EarlyEnd, RoundLife } from "./round-life.js";
import { rowWarnings } from "./row-warnings.js";
import { countsOf, totalsOf, transmissionOf } from "./timing.js";

const PROGRESS_EVERY_NS = 100 * NS_PER_MS;
/** Small payloads whose round trips are halved where clocks cannot be related. */
const PROBES = 32;
const PROBE_BYTES = 100;
/** One-way times may seem negative by the clock's error; what drift adds meanwhile must fit, too. */
const SHIFT_PER_ERROR = 4;

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
  readonly #teller: Teller;
  readonly #meter = new ResourceMeter();
  #opened: OpenEnds | undefined;
  #nextSequence = 0;
  #warmedUp = 0;
  #warmupsFailed = 0;
  #first: Transmission | null = null;
  #halfRoundTripNs = 0;
  #recorder: Recorder | undefined;
  #resources: Resources | null = null;
  #spinNs = 0;
  #mostInFlight = 0;
  #lastProgressAt = 0;
  #checking = false;

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
    this.#teller = new Teller(options.events, (message) =>
      this.life.end({ code: "LISTENER_FAILED", message }),
    );
    this.#ends = new RoundEnds(options, adapter, this.life, this.#clock, options.network);
  }

  async open(): Promise<void> {
    this.#phase("connect", null);
    this.#opened = await this.#ends.open(this.#connections);
  }

  /** Back to back, as many at once as the load has connections or concurrency. */
  async warmUp(): Promise<void> {
    const { load, connections, warmupCount } = this.#options;
    if (warmupCount > 0) {
      await this.#send(
        "warm-up",
        {
          kind: "closed-loop",
          concurrency: load.kind === "closed-loop" ? load.concurrency : connections,
          thinkTimeMs: 0,
          count: warmupCount * connections,
          durationMs: null,
        },
        (record) => {
          this.#tellFirst(record);
          if (record.error) this.#warmupsFailed++;
          else this.#warmedUp++;
        },
      );
    }
    if (!this.#roundClock.shared) await this.#measureSmallRoundTrip();
  }

  async measure(): Promise<void> {
    const { load } = this.#options;
    const firstSequence = this.#nextSequence;
    await this.#send(
      "measure",
      load,
      (record) => {
        this.#tellFirst(record);
        this.#recorder?.append(record);
        this.#tellTransmission(record);
      },
      {
        prepare: () => {
          this.#recorder = this.#newRecorder(firstSequence);
          this.#meter.start();
        },
        begin: (beganAt) => this.#recorder?.begin(beganAt),
      },
    );
    if (this.#recorder === undefined) return;
    this.#resources = this.#meter.stop();
    this.#progress(true);
  }

  /** Collects what the receiver counted, makes the row of it all, and tells of it. */
  async finish(): Promise<RoundOutcome> {
    const { adapter, event, wire } = this.#plan;
    const { identity, session, links, connectMs } = this.#opened as OpenEnds;
    await this.#tellLostFromClosed();
    const collected = await this.#ends.collect();
    const report = typeof collected === "string" ? null : collected;
    await this.#ends.relateClocksAgain();
    const describeErrors: string[] = [];
    const described = describeEnd(links[0], (message) => describeErrors.push(message));
    const held = await this.#ends.readTap();

    // A row that ended before its first counted payload has recorded none.
    const recorder = this.#recorder ?? this.#newRecorder(this.#nextSequence);
    await recorder.finish();
    const phase = this.#onFinalClock(
      recorder,
      report?.phase === "measure" ? report.counts.damagedSequences : [],
    );
    const counts = countsOf(recorder, report, {
      mostInFlight: this.#mostInFlight,
      connections: this.#options.connections,
    });
    const { early } = this.life;
    const row = {
      label: event.label,
      title: event.title,
      adapter: adapter.name,
      codec: codecOf(adapter).name,
      options: adapter.options,
      status: early === undefined ? "completed" : early.code === "ABORTED" ? "aborted" : "failed",
      direction: "upload",
      dialledBy: "sender",
      clock: phase.clock.report,
      connectMs,
      firstTransmission: this.#first,
      warmedUp: this.#warmedUp,
      ...totalsOf(phase),
      counts,
      wire: typeof wire === "string" ? null : wire,
      held: held && { upMs: held.up.heldMs, downMs: held.down.heldMs },
      sender: endReport(identifyEnd(), adapter.libraries ?? {}, described, {
        resources: this.#resources,
        spinNs: this.#spinNs,
        payloads: counts.acknowledged,
      }),
      receiver: endReport(identity, session.libraries, report ?? {}, {
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
        report: collected,
        warmupsFailed: this.#warmupsFailed,
        wireFailure: typeof wire === "string" ? wire : null,
        maxTransmissions: this.#options.maxTransmissions,
      }),
    };
    // Before the session closes, so that what the two ends tell comes in this order.
    for (const warning of timing.warnings) this.#teller.tell("warning", { ...event, warning });
    this.#teller.tell("timing", { ...event, timing });
    return { timing, early: this.life.early };
  }

  async close(): Promise<void> {
    if (this.#recorder && this.#resources === null) this.#meter.stop();
    this.#connections.close();
    await this.#ends.close();
  }

  /**
   * Sends one phase's payloads and waits for the last to settle, which its time-out bounds. Returns early once the row has
   * ended.
   */
  async #send(
    phase: PhaseName,
    load: Load,
    onSettled: (record: SentRecord) => void,
    { prepare, begin }: { prepare?(): void; begin?(beganAt: number): void } = {},
  ): Promise<void> {
    if (this.life.early !== undefined) return;
    const { payloads, maxInFlight } = this.#options;
    const connections = this.#connections;
    const firstSequence = this.#nextSequence;
    await this.#ends.startPhase({ phase, firstSequence });
    if (this.life.early !== undefined) return;
    this.#phase(phase, load);

    let index = 0;
    let drained: (() => void) | undefined;
    const generator = new LoadGenerator({
      pacer: pacerOf(load),
      maxInFlight: load.kind === "closed-loop" ? Number.POSITIVE_INFINITY : maxInFlight,
      clock: this.#clock,
      signal: this.life.signal,
      inFlight: () => connections.occupied,
      send: (dueAt) => {
        const payload = payloads[index % payloads.length] as Uint8Array;
        this.#nextSequence = firstSequence + index + 1;
        connections.send(firstSequence + index++, payload, dueAt);
        if (phase === "measure") this.#mostInFlight = Math.max(this.#mostInFlight, connections.inFlight);
      },
      drop: (dueAt) => this.#recorder?.drop(dueAt),
    });
    connections.begin(load);
    connections.onSettled = (record) => {
      generator.settled(record.error ? this.#clock.now() : record.acknowledgedAt);
      onSettled(record);
      if (record.error?.code === "PAYLOAD_TIMEOUT") void this.#checkAlive();
      if (connections.inFlight === 0) drained?.();
    };
    // Whatever takes time comes before the load begins, as it would be slip of the first payload.
    prepare?.();
    const beganAt = this.#clock.now();
    begin?.(beganAt);
    await generator.run(beganAt);
    if (phase === "measure") this.#phase("drain", null);
    if (connections.inFlight > 0) {
      await new Promise<void>((resolve) => {
        drained = resolve;
      });
    }
    this.#spinNs = generator.spinNs;
  }

  /** Half of a small round trip over the link: what an acknowledgement takes to come back. */
  async #measureSmallRoundTrip(): Promise<void> {
    if (this.life.early !== undefined) return;
    await this.#ends.startPhase({ phase: "warm-up", firstSequence: this.#nextSequence });
    const small = (this.#options.payloads[0] as Uint8Array).subarray(0, PROBE_BYTES);
    const roundTrips: number[] = [];
    this.#connections.begin(this.#options.load);
    for (let probe = 0; probe < PROBES && this.life.early === undefined; probe++) {
      await new Promise<void>((resolve) => {
        this.#connections.onSettled = ({ error, acknowledgedAt, sentAt }) => {
          if (!error) roundTrips.push(acknowledgedAt - sentAt);
          resolve();
        };
        this.#connections.send(this.#nextSequence++, small, this.#clock.now());
      });
    }
    roundTrips.sort((a, b) => a - b);
    if (roundTrips.length > 0) this.#halfRoundTripNs = quantile(roundTrips, 0.5) / 2;
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

  /** The connection's first message, of whichever phase. */
  #tellFirst(record: SentRecord): void {
    this.#first ??= this.#transmission(record, 0, record.sentAt);
  }

  #transmission(record: SentRecord, index: number, beganAt: number): Transmission {
    return transmissionOf(record, index, record.error, {
      clock: this.#roundClock.provisional().model,
      beganAt,
      scheduled: isScheduled(this.#options.load),
    });
  }

  #tellTransmission(record: SentRecord): void {
    const recorder = this.#recorder as Recorder;
    if (this.#teller.listens("transmission")) {
      const index = record.sequence - recorder.firstSequence;
      const transmission = this.#transmission(record, index, recorder.beganAt);
      this.#teller.tell("transmission", { ...this.#plan.event, transmission });
    }
    this.#progress(false);
  }

  #progress(last: boolean): void {
    if (!this.#teller.listens("progress")) return;
    const now = this.#clock.now();
    if (!last && now - this.#lastProgressAt < PROGRESS_EVERY_NS) return;
    this.#lastProgressAt = now;
    const recorder = this.#recorder as Recorder;
    this.#teller.tell("progress", {
      ...this.#plan.event,
      done: recorder.settled,
      of: this.#options.load.count,
      elapsedMs: (now - recorder.beganAt) / NS_PER_MS,
    });
  }

  #phase(phase: Phase, load: Load | null): void {
    this.#teller.tell("phase", { ...this.#plan.event, phase, load });
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
    if (this.#checking) return;
    this.#checking = true;
    const message = await this.#ends.whyLost();
    this.#checking = false;
    if (message !== undefined) this.life.end({ code: "RECEIVER_LOST", message });
  }
}
