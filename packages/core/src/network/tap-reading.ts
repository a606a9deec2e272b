import { NS_PER_MS } from "../clock/clock.js";
import { summarize } from "../stats/summary.js";

/** A direction: `up` from the dialling end to the listening end, `down` the other way. */
export type TapSide = "up" | "down";

/** What one direction has carried since the tap started. */
export interface TapDirection {
  /** Bytes read from the sending end: protocol headers, TLS records and payloads. */
  readonly bytes: number;
  /**
   * How many reads brought these bytes. This can differ from the number of writes: small writes in quick
   * succession may arrive as one read, and a write of more than 64 KiB arrives as several.
   */
  readonly writes: number;
  /**
   * How long bytes were held back, in milliseconds: the median of the last 1,024 pieces, from read to write,
   * including the wait for the rate. Null if nothing passed, and for a tap that only counts.
   */
  readonly heldMs: number | null;
}

/** What a tap has counted since it started. */
export interface TapReading {
  /** Connections accepted. */
  readonly connections: number;
  /** From the dialling end to the listening end. */
  readonly up: TapDirection;
  /** From the listening end to the dialling end. */
  readonly down: TapDirection;
  /** Bursts of the direction that `countTurns` named. See `Turns`. */
  readonly bursts: number;
}

/** How many hold times are kept. This bounds memory, and recent ones describe the current state best. */
const KEPT_SAMPLES = 1_024;

/** Counts what one direction of a tap carries, for all its connections. */
export class DirectionMeter {
  readonly #heldNs: number[] = [];
  #nextHeld = 0;
  #bytes = 0;
  #writes = 0;

  /** Counts one read from the sending end. */
  count(bytes: number): void {
    this.#bytes += bytes;
    this.#writes += 1;
  }

  /** Records a piece that was passed on after `heldNs` nanoseconds. */
  passedAfter(heldNs: number): void {
    this.#heldNs[this.#nextHeld] = heldNs;
    this.#nextHeld = (this.#nextHeld + 1) % KEPT_SAMPLES;
  }

  read(): TapDirection {
    const held = summarize(this.#heldNs);
    return {
      bytes: this.#bytes,
      writes: this.#writes,
      heldMs: held === null ? null : held.p50 / NS_PER_MS,
    };
  }
}
