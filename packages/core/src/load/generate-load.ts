import { type Clock, NS_PER_MS, POLL_FROM_NS, wakeNear } from "../clock/clock.js";
import { microtask } from "../clock/microtask.js";
import { type Pacer, WHEN_SETTLED } from "./pacer.js";

/** How long overdue payloads are sent before the event loop gets a turn to read replies. */
const TURN_NS = 0.5 * NS_PER_MS;
/** An empty turn takes a few microseconds. A turn that takes longer than this did some work. */
const EMPTY_TURN_NS = 0.05 * NS_PER_MS;
/**
 * Reading the clock costs a part of each send. So while payloads are overdue the time at which the last one was sent is good enough. It
 * is not if sends take this long, or if the load ends within the next millisecond.
 */
const SLOW_SEND_NS = 0.05 * NS_PER_MS;
const NEAR_END_NS = NS_PER_MS;
/** After this many calls in a row the event loop gets a turn, even if an adapter replies synchronously. */
const TURN_AFTER = 256;

/** Options of a `LoadGenerator`. */
export interface LoadGeneratorOptions {
  readonly pacer: Pacer;
  /** Payloads that are due while this many are in flight are dropped. */
  readonly maxInFlight: number;
  readonly clock: Clock;
  /** Stops the load early. */
  readonly signal: AbortSignal;
  /**
   * Sends one payload now. Its sender must call `settled`, possibly before this returns.
   * @returns when it was sent
   */
  send(dueAt: number): number;
  /** A payload was due but is not sent. */
  drop(dueAt: number): void;
  /** How many payloads are in flight now, to compare with `maxInFlight`. */
  inFlight(): number;
}

/** Waits until a payload is due, then sends it. Never sends early. */
export class LoadGenerator {
  /** How long the event loop only polled for a due time, in nanoseconds. */
  spinNs = 0;

  readonly #options: LoadGeneratorOptions;
  #startedAt = 0;
  #finish: () => void = () => {};
  #cancel: (() => void) | undefined;
  #idle = false;
  #over = false;
  #pumps = 0;
  #events = 0;
  #eventsSeen = 0;
  #polledAt = Number.NaN;
  #settledAt = Number.NaN;

  constructor(options: LoadGeneratorOptions) {
    this.#options = options;
  }

  /**
   * Starts at `startedAt`. Resolves when nothing more is due or when the signal aborts. Payloads may still be
   * in flight. Never rejects.
   */
  run(startedAt: number): Promise<void> {
    const { signal } = this.#options;
    return new Promise((resolve) => {
      const onAbort = () => this.#finish();
      this.#finish = () => {
        if (this.#over) return;
        this.#over = true;
        this.#cancel?.();
        signal.removeEventListener("abort", onAbort);
        resolve();
      };
      if (signal.aborted) return onAbort();
      signal.addEventListener("abort", onAbort, { once: true });
      this.#startedAt = startedAt;
      this.#pumpNow();
    });
  }

  /** A payload was acknowledged or failed at `at`, on the load's clock. */
  settled(at: number): void {
    this.#events++;
    this.#settledAt = at;
    this.#options.pacer.settled(at - this.#startedAt);
    if (!this.#idle) return;
    this.#idle = false;
    // Not synchronously: this is called from inside an adapter's callbacks.
    if (++this.#pumps % TURN_AFTER === 0) this.#cancel = this.#options.clock.setImmediate(this.#pumpNow);
    else microtask(this.#pumpSettled);
  }

  readonly #pumpNow = (): void => this.#pump(this.#options.clock.now());

  /** In the turn in which payloads settled. The stamp of the last one is the time. */
  readonly #pumpSettled = (): void => this.#pump(this.#settledAt);

  /**
   * Sends what is due, then arranges its next call.
   * @param now when the clock was read last, in this turn
   */
  #pump(now: number): void {
    const { pacer, clock, maxInFlight } = this.#options;
    if (this.#over) return;
    this.#countSpin(now);
    const turnEndsAt = now + TURN_NS;
    const endsAt = this.#startedAt + pacer.sendsUntil;
    let before = now;
    // An abort during a call sets this, too. Asking the signal takes longer.
    while (!this.#over) {
      if (now - before > SLOW_SEND_NS || endsAt - now < NEAR_END_NS) now = clock.now();
      before = now;
      const due = now - this.#startedAt >= pacer.sendsUntil ? undefined : pacer.due();
      if (due === undefined) {
        this.#finish();
        return;
      }
      if (due === WHEN_SETTLED) {
        this.#idle = true;
        return;
      }
      const dueAt = this.#startedAt + due;
      if (now < dueAt) now = clock.now();
      if (now < dueAt) {
        this.#wait(dueAt, now);
        return;
      }
      if (now > turnEndsAt) {
        this.#cancel = clock.setImmediate(this.#pumpNow);
        return;
      }
      pacer.taken();
      this.#events++;
      if (this.#options.inFlight() < maxInFlight) now = this.#options.send(dueAt);
      else {
        this.#options.drop(dueAt);
        now = clock.now();
      }
    }
  }

  #wait(dueAt: number, now: number): void {
    if (dueAt - now <= POLL_FROM_NS) {
      this.#polledAt = now;
      this.#eventsSeen = this.#events;
    }
    this.#cancel = wakeNear(dueAt, this.#options.clock, this.#pumpNow);
  }

  /** After a polling turn: counts it as waiting if nothing else happened in it. */
  #countSpin(now: number): void {
    const turnNs = now - this.#polledAt;
    this.#polledAt = Number.NaN;
    if (this.#events === this.#eventsSeen && turnNs < EMPTY_TURN_NS) this.spinNs += turnNs;
  }
}
