import type { Sample } from "./sample.js";

/** The stamps of one acknowledged payload. */
export type SliceStamp = "dueAt" | "sentAt" | "encodedAt" | "receivedAt" | "decodedAt" | "acknowledgedAt";

/** In the order in which they are stored. */
const ORDER: readonly SliceStamp[] = [
  "dueAt",
  "sentAt",
  "encodedAt",
  "receivedAt",
  "decodedAt",
  "acknowledgedAt",
];
const WIDTH = ORDER.length;
const SAMPLES_IN_CHUNK = 4_096;

/** The stamps of a slice: 48 bytes for a payload, in chunks. Memory is kept for the next slice. */
export class SliceStamps {
  readonly #chunks: Float64Array[] = [];
  #length = 0;

  /** How many payloads it has. */
  get length(): number {
    return this.#length;
  }

  append(sample: Sample): void {
    const place = Math.floor(this.#length / SAMPLES_IN_CHUNK);
    if (place === this.#chunks.length) this.#chunks.push(new Float64Array(SAMPLES_IN_CHUNK * WIDTH));
    const chunk = this.#chunks[place] as Float64Array;
    const at = (this.#length++ % SAMPLES_IN_CHUNK) * WIDTH;
    // Written out: a loop over names takes several times as long.
    chunk[at] = sample.dueAt;
    chunk[at + 1] = sample.sentAt;
    chunk[at + 2] = sample.encodedAt;
    chunk[at + 3] = sample.receivedAt;
    chunk[at + 4] = sample.decodedAt;
    chunk[at + 5] = sample.acknowledgedAt;
  }

  /** How much later the stamp `to` was taken than `from`, for each payload. */
  differences(from: SliceStamp, to: SliceStamp): Float64Array {
    const [earlier, later] = [this.#all(from), this.#all(to)];
    return later.map((stamp, index) => stamp - (earlier[index] as number));
  }

  /** The first time that a payload was sent, and the last time that one was acknowledged. */
  get span(): { readonly firstSentAt: number; readonly lastAcknowledgedAt: number } {
    return {
      firstSentAt: this.#all("sentAt").reduce((first, at) => Math.min(first, at), Number.POSITIVE_INFINITY),
      lastAcknowledgedAt: this.#all("acknowledgedAt").reduce(
        (last, at) => Math.max(last, at),
        Number.NEGATIVE_INFINITY,
      ),
    };
  }

  clear(): void {
    this.#length = 0;
  }

  /** One stamp of each payload. */
  #all(stamp: SliceStamp): Float64Array {
    const column = ORDER.indexOf(stamp);
    return Float64Array.from({ length: this.#length }, (_, index) => {
      const chunk = this.#chunks[Math.floor(index / SAMPLES_IN_CHUNK)] as Float64Array;
      return chunk[(index % SAMPLES_IN_CHUNK) * WIDTH + column] as number;
    });
  }
}
