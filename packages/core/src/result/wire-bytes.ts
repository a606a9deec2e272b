/** Bytes on the wire, counted by a tap in a separate pass. TCP and IP headers are not included. */
export interface WireBytes {
  /** Until the link was open and quiet: handshakes and settings. */
  readonly handshake: WireCount;
  /** The first payload and its acknowledgement. It may also open streams and fill compression tables. */
  readonly first: WireCount;
  /** All other payloads of the pass. */
  readonly steady: SteadyWireCount;
}

/** What passed the tap: `up` from the dialling end, `down` to the dialling end. */
export interface WireCount {
  readonly upBytes: number;
  /**
   * How many reads brought the bytes. Small writes may arrive as one read, and more than 64 KiB as several.
   */
  readonly upWrites: number;
  readonly downBytes: number;
  /** Like `upWrites`, in the other direction. */
  readonly downWrites: number;
}

/** What passed the tap after the first payload. */
export interface SteadyWireCount extends WireCount {
  /** How many payloads. */
  readonly payloads: number;
  /** The sum of their sizes. */
  readonly payloadBytes: number;
  /** The sum of the sizes of the replies. */
  readonly replyBytes: number;
  /**
   * How often the sender had to wait for the receiver in the middle of a payload, on average. Each wait is a round trip,
   * such as for a flow-control window. Counted with a few payloads, one in flight. Null if it could not be counted.
   */
  readonly waitsPerPayload: number | null;
  /** Bytes in both directions divided by `payloadBytes` and `replyBytes` together. Null if both are 0. */
  readonly overheadRatio: number | null;
}

/**
 * The median time that the tap held bytes back: delay, jitter and the wait for the rate. Null if nothing
 * passed.
 */
export interface HeldBack {
  readonly upMs: number | null;
  readonly downMs: number | null;
}
