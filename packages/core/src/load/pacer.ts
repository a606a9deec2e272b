/** Says when each payload is due. Pure arithmetic: it reads no clock; all times are nanoseconds since the load began. */
export interface Pacer {
  /** When the next payload is due; `WHEN_SETTLED`, if only the end of one under way tells; undefined: there is none. */
  due(): number | undefined;
  /** The payload that was due has been sent or dropped. */
  taken(): void;
  /** A payload under way was acknowledged, or has failed. */
  settled(atNs: number): void;
}

/** See `Pacer.due`. */
export const WHEN_SETTLED: number = Number.POSITIVE_INFINITY;
