import { NS_PER_MS } from "../clock/clock.js";

/** The maximum number of intervals, so that memory stays bounded in a long run. */
export const MAX_INTERVALS = 300;
const FIRST_INTERVAL_NS = 1_000 * NS_PER_MS;

/**
 * Intervals without gaps, from 0 on. They are one second long. The length doubles whenever there would be more than 300.
 */
export class Intervals<T> {
  #lengthNs = FIRST_INTERVAL_NS;
  #list: T[] = [];
  readonly #blank: () => T;
  readonly #merge: (one: T, other: T) => T;

  /**
   * @param blank makes an interval in which nothing happened
   * @param merge makes one interval of two neighbours. It may change and return the first one.
   */
  constructor(blank: () => T, merge: (one: T, other: T) => T) {
    this.#blank = blank;
    this.#merge = merge;
  }

  /** The length of each interval, in milliseconds. */
  get lengthMs(): number {
    return this.#lengthNs / NS_PER_MS;
  }

  /** All intervals until the last one that was asked for. */
  get list(): readonly T[] {
    return this.#list;
  }

  /**
   * The interval of a time. A time before 0 is in the first one. The interval may be merged away when a later one is asked
   * for, so do not keep it.
   */
  at(ns: number): T {
    // Nearly every time is in an interval that is there, and this is called for each payload.
    const found = ns < 0 ? undefined : this.#list[Math.floor(ns / this.#lengthNs)];
    if (found !== undefined) return found;
    // First, because this may make a new list.
    const index = this.#reach(ns);
    return this.#list[index] as T;
  }

  /** When the interval of a time ends, in nanoseconds. */
  endOf(ns: number): number {
    return (this.#reach(ns) + 1) * this.#lengthNs;
  }

  /** The intervals from that of one time to that of a later one. */
  between(fromNs: number, untilNs: number): readonly T[] {
    const until = this.#reach(untilNs);
    return this.#list.slice(Math.min(until, this.#indexOf(fromNs)), until + 1);
  }

  /** Merges intervals until each is at least this long. */
  atLeast(lengthMs: number): void {
    while (this.lengthMs < lengthMs) this.#halve();
  }

  #indexOf(ns: number): number {
    return Math.max(0, Math.floor(ns / this.#lengthNs));
  }

  /** Makes all intervals until that of a time, and returns its index. */
  #reach(ns: number): number {
    while (this.#indexOf(ns) >= MAX_INTERVALS) this.#halve();
    const index = this.#indexOf(ns);
    while (this.#list.length <= index) this.#list.push(this.#blank());
    return index;
  }

  #halve(): void {
    this.#lengthNs *= 2;
    const old = this.#list;
    this.#list = Array.from({ length: Math.ceil(old.length / 2) }, (_, index) =>
      this.#merge(old[2 * index] as T, old[2 * index + 1] ?? this.#blank()),
    );
  }
}
