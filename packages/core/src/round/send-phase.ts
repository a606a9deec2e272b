import { type Clock, NS_PER_MS } from "../clock/clock.js";
import { LoadGenerator } from "../load/generate-load.js";
import { isScheduled, type Load } from "../load/load.js";
import { pacerOf } from "../load/pacer-of.js";
import type { Payloads } from "../payload/payload-set.js";
import type { ConnectionOrder, Exchange } from "./exchange.js";
import type { Sample, SampleSink } from "./sample.js";

/** Collects the samples of a phase. */
export interface SampleCollector extends SampleSink {
  /**
   * The load begins.
   * @param polledNs returns how long the event loop only polled for due times so far
   */
  began?(beganAt: number, polledNs: () => number): void;
  /** A payload is about to be sent. */
  sending?(): void;
  /** A payload was due but is not sent. */
  dropped?(dueAt: number): void;
  /** A payload was sent or has settled: so many are in flight from now on. */
  inFlight?(at: number, count: number): void;
  /** Nothing more is due. Payloads may still be in flight. */
  draining?(): void;
}

/** What to send in a phase, and when. */
export interface PhasePlan {
  readonly exchange: Exchange;
  readonly load: Load;
  /** When the load begins, on `clock`. If that has passed: now. Default: null, now. */
  readonly startAt?: number | null;
  /** How long after that it begins, in milliseconds. Default: 0. */
  readonly startAfterMs?: number;
  /** Default: `in-turn` for a scheduled load, `free-first` for a closed loop. */
  readonly order?: ConnectionOrder;
  readonly payloads: Payloads;
  /** The number of the first payload in `payloads`. */
  readonly firstPayload: number;
  /** The sequence number of the first payload. */
  readonly firstSequence: number;
  /** The maximum number of payloads in flight under a scheduled load. A closed loop limits itself. */
  readonly maxInFlight: number;
  readonly clock: Clock;
  /** Stops the load early. */
  readonly signal: AbortSignal;
  readonly collector: SampleCollector;
}

/** The numbers of a phase, besides its samples. */
export interface PhaseSent {
  /** How many sequence numbers were used. */
  readonly sent: number;
  /** The maximum number of payloads in flight at the same time. */
  readonly mostInFlight: number;
  /** How long the event loop only polled for due times. */
  readonly spinNs: number;
}

/** Sends the payloads of a phase. Resolves when the last one has settled. Timeouts bound that wait. */
export function sendPhase(plan: PhasePlan): Promise<PhaseSent> {
  return new SendPhase(plan).run();
}

class SendPhase implements SampleSink {
  readonly #plan: PhasePlan;
  readonly #generator: LoadGenerator;
  #sent = 0;
  #mostInFlight = 0;
  #onEmpty: (() => void) | undefined;

  constructor(plan: PhasePlan) {
    const { exchange, load, payloads, firstPayload, firstSequence, collector, clock, signal } = plan;
    this.#plan = plan;
    this.#generator = new LoadGenerator({
      pacer: pacerOf(load),
      maxInFlight: isScheduled(load) ? plan.maxInFlight : Number.POSITIVE_INFINITY,
      clock,
      signal,
      inFlight: () => exchange.occupied,
      send: (dueAt) => {
        const number = this.#sent++;
        const payload = payloads.at(firstPayload + number);
        collector.sending?.();
        const sentAt = exchange.send(firstSequence + number, payload, dueAt);
        const { inFlight } = exchange;
        if (inFlight > this.#mostInFlight) this.#mostInFlight = inFlight;
        collector.inFlight?.(sentAt, inFlight);
        return sentAt;
      },
      drop: (dueAt) => {
        exchange.silence.dropped();
        collector.dropped?.(dueAt);
      },
    });
  }

  async run(): Promise<PhaseSent> {
    const { exchange, load, collector, clock, startAt, startAfterMs = 0 } = this.#plan;
    exchange.begin(this, this.#plan.order ?? (isScheduled(load) ? "in-turn" : "free-first"));
    const beganAt = Math.max(clock.now(), startAt ?? 0) + startAfterMs * NS_PER_MS;
    collector.began?.(beganAt, () => this.#generator.spinNs);
    await this.#generator.run(beganAt);
    collector.draining?.();
    if (exchange.inFlight > 0) {
      await new Promise<void>((resolve) => {
        this.#onEmpty = resolve;
      });
    }
    return { sent: this.#sent, mostInFlight: this.#mostInFlight, spinNs: this.#generator.spinNs };
  }

  settled(sample: Sample): void {
    const { exchange, collector, clock } = this.#plan;
    const { inFlight } = exchange;
    const settledAt = sample.error ? clock.now() : sample.acknowledgedAt;
    this.#generator.settled(settledAt);
    collector.inFlight?.(settledAt, inFlight);
    collector.settled(sample);
    if (inFlight === 0) this.#onEmpty?.();
  }
}
