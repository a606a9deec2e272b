import { NS_PER_MS } from "../clock/clock.js";
import { summarize } from "../stats/summary.js";
import type { TapDirection } from "./tap-reading.js";

/** How many times of holding back are kept: a bound on memory, and the recent ones tell how it is now. */
const KEPT_SAMPLES = 1_024;

/** Counts what one direction of a tap carries, over all its connections. */
export class DirectionMeter {
  readonly #heldNs: number[] = [];
  #nextHeld = 0;
  #bytes = 0;
  #writes = 0;

  /** One read from the end that sends. */
  count(bytes: number): void {
    this.#bytes += bytes;
    this.#writes += 1;
  }

  /** One piece that was passed on after `heldNs` nanoseconds. */
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
