import { type Clock, NS_PER_MS } from "../clock/clock.js";

/**
 * Node's timers fire up to 1 ms early and often some milliseconds late, so a timer does the long part and turns of
 * the event loop the last two milliseconds: never early, and late by what one turn takes. Turns cost processor time:
 * a tap whose bytes are due all the time keeps one core busy.
 */
const POLL_FROM_MS = 2;

/** Something that comes due again and again. */
export interface Due {
  /** When, in nanoseconds of the loop's clock; infinity while nothing waits. */
  readonly dueAt: number;
  /** Called when `dueAt` has come; it must move `dueAt` past `now`. */
  release(now: number): void;
}

/** Waits for many things at once, so that a tap has one timer however many connections it relays. */
export class DueLoop {
  readonly #clock: Clock;
  readonly #members = new Set<Due>();
  #waitsFor = Number.POSITIVE_INFINITY;
  #cancel = (): void => {};

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(member: Due): void {
    this.#members.add(member);
  }

  remove(member: Due): void {
    this.#members.delete(member);
  }

  /** Must be called when a member is due earlier than before. */
  wakeAt(dueAt: number): void {
    if (dueAt >= this.#waitsFor) return;
    this.#cancel();
    this.#waitsFor = dueAt;
    const remainingMs = (dueAt - this.#clock.now()) / NS_PER_MS;
    this.#cancel =
      remainingMs > POLL_FROM_MS
        ? this.#clock.setTimer(remainingMs - POLL_FROM_MS, this.#step)
        : this.#clock.setImmediate(this.#step);
  }

  /** Forgets every member, and waits for nothing. */
  stop(): void {
    this.#members.clear();
    this.#cancel();
    this.#waitsFor = Number.POSITIVE_INFINITY;
  }

  readonly #step = (): void => {
    this.#waitsFor = Number.POSITIVE_INFINITY;
    let next = Number.POSITIVE_INFINITY;
    for (const member of this.#members) {
      const now = this.#clock.now();
      if (member.dueAt <= now) member.release(now);
      next = Math.min(next, member.dueAt);
    }
    if (next < Number.POSITIVE_INFINITY) this.wakeAt(next);
  };
}
