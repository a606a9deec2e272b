import type { Stamps } from "./sample.js";

/** The stamps of one payload. One that failed has no `acknowledgedAt`: it is NaN. */
export type PayloadStamps = Pick<Stamps, Stamp>;

/** The name of a stamp. */
export type Stamp = "dueAt" | "sentAt" | "encodedAt" | "receivedAt" | "decodedAt" | "acknowledgedAt";

/** In the order in which they are stored. */
const ORDER: readonly Stamp[] = ["dueAt", "sentAt", "encodedAt", "receivedAt", "decodedAt", "acknowledgedAt"];
/** How many numbers the stamps of a payload are. */
export const STAMPS: number = ORDER.length;
const PAYLOADS_IN_CHUNK = 4_096;

/**
 * The stamps of payloads in typed arrays: 48 bytes for each, in chunks. Writing makes no object and moves nothing, so there is no
 * work for the garbage collector.
 */
export class StampStore {
  readonly #chunks: Float64Array[] = [];

  /** Stores the stamps of a payload at `index`. All lower ones must be there. Those that are there are replaced. */
  write(index: number, payload: PayloadStamps): void {
    const place = Math.floor(index / PAYLOADS_IN_CHUNK);
    if (place === this.#chunks.length) this.#chunks.push(new Float64Array(PAYLOADS_IN_CHUNK * STAMPS));
    writeStamps(this.#chunks[place] as Float64Array, (index % PAYLOADS_IN_CHUNK) * STAMPS, payload);
  }

  /** Copies the stamps at `index` to `target` and returns it. */
  read(index: number, target: PayloadStamps): PayloadStamps {
    const chunk = this.#chunks[Math.floor(index / PAYLOADS_IN_CHUNK)] as Float64Array;
    readStamps(chunk, (index % PAYLOADS_IN_CHUNK) * STAMPS, target);
    return target;
  }

  /** One stamp of each of the first `length` payloads. A loop: `Float64Array.from` took more than half of the time between slices. */
  column(stamp: Stamp, length: number): Float64Array {
    const column = new Float64Array(length);
    let index = 0;
    for (const chunk of this.#chunks) {
      for (let at = ORDER.indexOf(stamp); at < chunk.length && index < length; at += STAMPS) {
        column[index++] = chunk[at] as number;
      }
    }
    return column;
  }
}

/** Writes the stamps of a payload from `at` on. Written out, because a loop over names takes several times as long. */
export function writeStamps(numbers: Float64Array, at: number, payload: PayloadStamps): void {
  numbers[at] = payload.dueAt;
  numbers[at + 1] = payload.sentAt;
  numbers[at + 2] = payload.encodedAt;
  numbers[at + 3] = payload.receivedAt;
  numbers[at + 4] = payload.decodedAt;
  numbers[at + 5] = payload.acknowledgedAt;
}

/** Copies what `writeStamps` wrote to `target`. */
export function readStamps(numbers: Float64Array, at: number, target: PayloadStamps): void {
  target.dueAt = numbers[at] as number;
  target.sentAt = numbers[at + 1] as number;
  target.encodedAt = numbers[at + 2] as number;
  target.receivedAt = numbers[at + 3] as number;
  target.decodedAt = numbers[at + 4] as number;
  target.acknowledgedAt = numbers[at + 5] as number;
}
