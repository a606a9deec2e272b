import { NS_PER_MS } from "../clock/clock.js";
import type { NetworkProfile } from "../options/network-option.js";

/** The payload of one Ethernet frame under TCP: a network hands over no less at a time. */
const MIN_SLICE_BYTES = 1_460;
/** What Node reads from a socket at a time. */
const MAX_SLICE_BYTES = 65_536;

/**
 * When each piece of one direction of one connection may leave. Pure arithmetic: it reads no clock and holds no bytes.
 * Times are nanoseconds.
 */
export class Shaper {
  /**
   * The most bytes that are scheduled as one: what the rate lets through in 1 ms, but from 1,460 to 65,536. A piece
   * leaves whole when its last byte may, so a larger one would come late and all at once, as no stream does.
   */
  readonly sliceBytes: number;
  readonly #nsPerByte: number;
  readonly #delayNs: number;
  readonly #jitterNs: number;
  readonly #random: () => number;
  /** When the last byte so far has been put on the line. */
  #lineFreeAt = Number.NEGATIVE_INFINITY;
  #lastLeavesAt = Number.NEGATIVE_INFINITY;

  /** @param random uniform in [0, 1); the same numbers give the same times */
  constructor(
    { delayMs, jitterMs, rateMbps }: Pick<NetworkProfile, "delayMs" | "jitterMs" | "rateMbps">,
    random: () => number,
  ) {
    // 1 Mbit/s is 125 bytes in a millisecond.
    const bytesPerMs = rateMbps === null ? Number.POSITIVE_INFINITY : rateMbps * 125;
    this.sliceBytes = Math.floor(Math.min(Math.max(bytesPerMs, MIN_SLICE_BYTES), MAX_SLICE_BYTES));
    this.#nsPerByte = NS_PER_MS / bytesPerMs;
    this.#delayNs = delayMs * NS_PER_MS;
    this.#jitterNs = jitterMs * NS_PER_MS;
    this.#random = random;
  }

  /**
   * When a piece that arrived at `arrivedAt` may leave: it waits until the one before is on the line, takes its time at
   * the rate, then the delay; and never leaves before an earlier one.
   */
  leavesAt(arrivedAt: number, bytes: number): number {
    this.#lineFreeAt = Math.max(arrivedAt, this.#lineFreeAt) + bytes * this.#nsPerByte;
    const strayNs = this.#jitterNs === 0 ? 0 : (2 * this.#random() - 1) * this.#jitterNs;
    this.#lastLeavesAt = Math.max(this.#lastLeavesAt, this.#lineFreeAt + this.#delayNs + strayNs);
    return this.#lastLeavesAt;
  }
}
