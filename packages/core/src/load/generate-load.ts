import { type Clock, NS_PER_MS } from "../clock/clock.js";
import { POLL_FROM_NS, wakeNear } from "../clock/wake-near.js";
import { type Pacer, WHEN_SETTLED } from "./pacer.js";

/** What is overdue is sent for so long at most before the event loop turns, so that replies are read meanwhile. */
const TURN_NS = 0.2 * NS_PER_MS;
/** A polling turn in which nothing happened takes a few microseconds; what takes longer was work of somebody's. */
const EMPTY_TURN_NS = 0.05 * NS_PER_MS;
/** Sends between two looks at the clock, where the load has no end by time. */
const READ_CLOCK_EVERY = 8;
/** After so many sends in a row the event loop turns, even if an adapter answers without any turn. */
const TURN_AFTER = 256;

/** What a load is generated with. */
export interface LoadGeneratorOptions {
  readonly pacer: Pacer;
  /** Open loops drop what is due while so many are under way. */
  readonly maxInFlight: number;
  readonly clock: Clock;
  /** Ends the load early. */
  readonly signal: AbortSignal;
  /** Sends one payload at once. Its end is told by `settled`, which may come before this returns. */
  send(dueAt: number): void;
  /** One payload was due, and is not sent. */
  drop(dueAt: number): void;
  /** How many are under way, and count against `maxInFlight`. */
  inFlight(): number;
}

/** Waits for due times and sends: once a time is due, never before it. */
export class LoadGenerator {
  /** How long the event loop turned for nothing but the wait for a due time. */
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

  constructor(options: LoadGeneratorOptions) {
    this.#options = options;
  }

  /**
   * Begins at `startedAt`. Resolves when nothing more is due, or the signal has aborted; payloads may still be under way.
   * Never rejects.
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
      signal.addEventListener("abort", onAbort, { once: true });
      this.#startedAt = startedAt;
      this.#pump();
    });
  }

  /** A payload was acknowledged or has failed at `at`, on the load's clock. */
  settled(at: number): void {
    this.#events++;
    this.#options.pacer.settled(at - this.#startedAt);
    if (!this.#idle) return;
    this.#idle = false;
    // Not at once: this is called from inside an adapter's own handlers.
    if (++this.#pumps % TURN_AFTER === 0) this.#cancel = this.#options.clock.setImmediate(this.#pump);
    else queueMicrotask(this.#pump);
  }

  /** Sends whatever is due, and sees to it that it is called again. */
  readonly #pump = (): void => {
    const { pacer, clock, signal, maxInFlight } = this.#options;
    if (this.#over) return;
    let now = clock.now();
    this.#countSpin(now);
    const turnEndsAt = now + TURN_NS;
    for (let sends = 0; ; sends++) {
      // To read the clock costs a tenth of what a send does, so what is overdue anyhow is sent a few at a time.
      const reads = sends % READ_CLOCK_EVERY === 0 || pacer.sendsUntil < Number.POSITIVE_INFINITY;
      if (sends > 0 && reads) now = clock.now();
      const over = signal.aborted || now - this.#startedAt >= pacer.sendsUntil;
      const due = over ? undefined : pacer.due();
      if (due === undefined) {
        this.#finish();
        return;
      }
      if (due === WHEN_SETTLED) {
        this.#idle = true;
        return;
      }
      const dueAt = this.#startedAt + due;
      if (sends > 0 && now < dueAt) now = clock.now();
      if (now < dueAt) {
        this.#wait(dueAt, now);
        return;
      }
      if (now > turnEndsAt) {
        this.#cancel = clock.setImmediate(this.#pump);
        return;
      }
      pacer.taken();
      this.#events++;
      if (this.#options.inFlight() >= maxInFlight) this.#options.drop(dueAt);
      else this.#options.send(dueAt);
    }
  };

  #wait(dueAt: number, now: number): void {
    if (dueAt - now <= POLL_FROM_NS) {
      this.#polledAt = now;
      this.#eventsSeen = this.#events;
    }
    this.#cancel = wakeNear(dueAt, this.#options.clock, this.#pump);
  }

  /** Of a turn that followed a poll: whether it was spent on waiting alone. */
  #countSpin(now: number): void {
    const turnNs = now - this.#polledAt;
    this.#polledAt = Number.NaN;
    if (this.#events === this.#eventsSeen && turnNs < EMPTY_TURN_NS) this.spinNs += turnNs;
  }
}
