import { NS_PER_MS } from "../clock/clock.js";
import type { Network } from "./network.js";

/** The TCP payload of one Ethernet frame. */
const MIN_SLICE_BYTES = 1_460;
/** The most that Node reads from a socket at once. */
const MAX_SLICE_BYTES = 65_536;

/**
 * Computes when each piece may leave, for one direction of one connection. It reads no clock and holds no
 * bytes. Times are nanoseconds.
 */
export class Shaper {
  /**
   * The maximum size of a piece: what the rate allows in 1 ms, but at least 1,460 and at most 65,536 bytes. A
   * piece leaves when its last byte may. So a larger one would arrive late and in one burst, which is not how
   * a stream behaves.
   */
  readonly sliceBytes: number;
  readonly #nsPerByte: number;
  readonly #delayNs: number;
  readonly #jitterNs: number;
  readonly #random: () => number;
  /** When the line has sent the last byte so far. */
  #lineFreeAt = Number.NEGATIVE_INFINITY;
  #lastLeavesAt = Number.NEGATIVE_INFINITY;

  /** @param random uniform in [0, 1). The same numbers give the same times. */
  constructor(
    { delayMs, jitterMs, rateMbps }: Pick<Network, "delayMs" | "jitterMs" | "rateMbps">,
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
   * When a piece that arrived at `arrivedAt` may leave. It waits until the line is free, then takes its time
   * at the rate, then the delay. It never leaves before an earlier piece.
   */
  leavesAt(arrivedAt: number, bytes: number): number {
    this.#lineFreeAt = Math.max(arrivedAt, this.#lineFreeAt) + bytes * this.#nsPerByte;
    const jitterNs = this.#jitterNs === 0 ? 0 : (2 * this.#random() - 1) * this.#jitterNs;
    this.#lastLeavesAt = Math.max(this.#lastLeavesAt, this.#lineFreeAt + this.#delayNs + jitterNs);
    return this.#lastLeavesAt;
  }
}
