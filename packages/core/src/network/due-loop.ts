import type { Clock } from "../clock/clock.js";
import { wakeNear } from "../clock/clock.js";

/** Something that becomes due repeatedly. */
export interface Due {
  /** When it is due, in nanoseconds of the loop's clock. Infinity while nothing waits. */
  readonly dueAt: number;
  /** Called when it is due. It must move `dueAt` past `now`. */
  release(now: number): void;
}

/** Waits for many members with one timer, so that a tap does not need a timer for each connection. */
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

  /** Must be called when a member becomes due earlier than before. */
  wakeAt(dueAt: number): void {
    if (dueAt >= this.#waitsFor) return;
    this.#cancel();
    this.#waitsFor = dueAt;
    this.#cancel = wakeNear(dueAt, this.#clock, this.#step);
  }

  /** Removes every member and cancels the timer. */
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
