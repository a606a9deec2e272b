import type { Stamps } from "./sample.js";

/** The stamps of one payload. One that failed has no `acknowledgedAt`: it is NaN. */
export type PayloadStamps = Pick<Stamps, Stamp>;

/** The name of a stamp. */
export type Stamp = "dueAt" | "sentAt" | "encodedAt" | "receivedAt" | "decodedAt" | "acknowledgedAt";

/** In the order in which they are stored. */
const ORDER: readonly Stamp[] = ["dueAt", "sentAt", "encodedAt", "receivedAt", "decodedAt", "acknowledgedAt"];
const WIDTH = ORDER.length;
const PAYLOADS_IN_CHUNK = 4_096;

/**
 * The stamps of payloads in typed arrays: 48 bytes for each, in chunks. Writing makes no object and moves nothing, so there is no
 * work for the garbage collector.
 */
export class StampStore {
  readonly #chunks: Float64Array[] = [];

  /** Stores the stamps of a payload at `index`. All lower ones must be there. Those that are there are replaced. */
  write(index: number, payload: PayloadStamps, acknowledgedAt: number): void {
    const place = Math.floor(index / PAYLOADS_IN_CHUNK);
    if (place === this.#chunks.length) this.#chunks.push(new Float64Array(PAYLOADS_IN_CHUNK * WIDTH));
    const chunk = this.#chunks[place] as Float64Array;
    const at = (index % PAYLOADS_IN_CHUNK) * WIDTH;
    // Written out: a loop over names takes several times as long.
    chunk[at] = payload.dueAt;
    chunk[at + 1] = payload.sentAt;
    chunk[at + 2] = payload.encodedAt;
    chunk[at + 3] = payload.receivedAt;
    chunk[at + 4] = payload.decodedAt;
    chunk[at + 5] = acknowledgedAt;
  }

  /** Copies the stamps at `index` to `target` and returns it. */
  read(index: number, target: PayloadStamps): PayloadStamps {
    const chunk = this.#chunks[Math.floor(index / PAYLOADS_IN_CHUNK)] as Float64Array;
    const at = (index % PAYLOADS_IN_CHUNK) * WIDTH;
    target.dueAt = chunk[at] as number;
    target.sentAt = chunk[at + 1] as number;
    target.encodedAt = chunk[at + 2] as number;
    target.receivedAt = chunk[at + 3] as number;
    target.decodedAt = chunk[at + 4] as number;
    target.acknowledgedAt = chunk[at + 5] as number;
    return target;
  }

  /** One stamp of each of the first `length` payloads. */
  column(stamp: Stamp, length: number): Float64Array {
    const column = ORDER.indexOf(stamp);
    return Float64Array.from({ length }, (_, index) => {
      const chunk = this.#chunks[Math.floor(index / PAYLOADS_IN_CHUNK)] as Float64Array;
      return chunk[(index % PAYLOADS_IN_CHUNK) * WIDTH + column] as number;
    });
  }
}

/** A target for `read`. */
export function blankStamps(): PayloadStamps {
  return {
    dueAt: Number.NaN,
    sentAt: Number.NaN,
    encodedAt: Number.NaN,
    receivedAt: Number.NaN,
    decodedAt: Number.NaN,
    acknowledgedAt: Number.NaN,
  };
}
