/** Decides when each payload is due. It reads no clock. All times are nanoseconds since the load began. */
export interface Pacer {
  /**
   * When the next payload is due. `WHEN_SETTLED`: after one in flight settles. Undefined: there are no more.
   */
  due(): number | undefined;
  /**
   * Nothing is sent from this time on, even if it was due earlier. Infinity for schedules: they send all that
   * was due.
   */
  readonly sendsUntil: number;
  /** The due payload was sent or dropped. */
  taken(): void;
  /** A payload in flight was acknowledged or failed. */
  settled(atNs: number): void;
}

/** See `Pacer.due`. */
export const WHEN_SETTLED: number = Number.POSITIVE_INFINITY;
