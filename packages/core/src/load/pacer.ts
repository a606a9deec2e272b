/** Says when each payload is due. Pure arithmetic: it reads no clock; all times are nanoseconds since the load began. */
export interface Pacer {
  /** When the next payload is due; `WHEN_SETTLED`, if only the end of one under way tells; undefined: there is none. */
  due(): number | undefined;
  /** From when on nothing is sent any more, even if it was due before. A plan has no such time: what is due is sent. */
  readonly sendsUntil: number;
  /** The payload that was due has been sent or dropped. */
  taken(): void;
  /** A payload under way was acknowledged, or has failed. */
  settled(atNs: number): void;
}

/** See `Pacer.due`. */
export const WHEN_SETTLED: number = Number.POSITIVE_INFINITY;
