/** What one direction carried since the tap began. */
export interface TapDirection {
  /** Bytes read from the end that sent them, whatever they are: protocol headers, TLS records, payloads. */
  readonly bytes: number;
  /**
   * Reads that brought them. Not quite what the end wrote: small writes in quick succession can come as one read, and
   * a write of more than 64 KiB comes as several.
   */
  readonly writes: number;
  /**
   * How long bytes were held back: the median of the last 1,024 pieces, in milliseconds, from when a piece was read to
   * when it was passed on; waiting for the rate counts. Null if nothing passed, and for a tap that only counts.
   */
  readonly heldMs: number | null;
}

/** What a tap counted since it began, from the view of the end that dials. */
export interface TapReading {
  /** Connections accepted. */
  readonly connections: number;
  /** From the end that dials to the end that listens. */
  readonly up: TapDirection;
  /** From the end that listens to the end that dials. */
  readonly down: TapDirection;
}
