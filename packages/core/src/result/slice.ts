/** The medians of a slice, in milliseconds. Null if a time is unknown. See `Times`. */
export interface SliceMedians {
  readonly encodeMs: number | null;
  readonly transportMs: number | null;
  readonly decodeMs: number | null;
  readonly transmissionMs: number | null;
  readonly serviceMs: number | null;
  readonly responseMs: number | null;
  readonly slipMs: number | null;
}

/**
 * A slice: a short part of a round's load. The slices of the adapters of a block take turns, one at a time, so
 * whatever the machine does affects all of them. Slices with the same index are compared with each other.
 */
export interface Slice {
  /** Its position among all slices of its block, from 0. */
  readonly place: number;
  /** How many of its payloads were acknowledged. */
  readonly acknowledged: number;
  /** The medians of its acknowledged payloads. */
  readonly medians: SliceMedians;
  /** Acknowledged payloads per second of this slice. Null if there were fewer than two. */
  readonly acknowledgedPerSecond: number | null;
}
