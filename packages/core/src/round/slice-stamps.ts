import type { Sample } from "./sample.js";

/** The stamps of one acknowledged payload. */
export type SliceStamp = "dueAt" | "sentAt" | "encodedAt" | "receivedAt" | "decodedAt" | "acknowledgedAt";

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
const NUMBERS_IN_CHUNK = WIDTH * SAMPLES_IN_CHUNK;

/** The stamps of a slice: 48 bytes for a payload, in chunks. Memory is kept for the next slice. */
export class SliceStamps {
  length = 0;
  readonly #chunks: Float64Array[] = [];
  /** The chunk that is being written, and how many numbers it has. */
  #chunk: Float64Array = new Float64Array(0);
  #written = 0;

  append(sample: Sample): void {
    if (this.#written === this.#chunk.length) this.#nextChunk();
    const chunk = this.#chunk;
    const at = this.#written;
    // Written out: a loop over names takes several times as long.
    chunk[at] = sample.dueAt;
    chunk[at + 1] = sample.sentAt;
    chunk[at + 2] = sample.encodedAt;
    chunk[at + 3] = sample.receivedAt;
    chunk[at + 4] = sample.decodedAt;
    chunk[at + 5] = sample.acknowledgedAt;
    this.#written = at + WIDTH;
    this.length++;
  }

  /** How much later the stamp `to` was taken than `from`, for each payload. */
  differences(from: SliceStamp, to: SliceStamp): Float64Array {
    const [start, end] = [ORDER.indexOf(from), ORDER.indexOf(to)];
    const differences = new Float64Array(this.length);
    this.#each((chunk, at, index) => {
      differences[index] = (chunk[at + end] as number) - (chunk[at + start] as number);
    });
    return differences;
  }

  /** The first time that a payload was sent, and the last time that one was acknowledged. */
  get span(): { readonly firstSentAt: number; readonly lastAcknowledgedAt: number } {
    const [sent, acknowledged] = [ORDER.indexOf("sentAt"), ORDER.indexOf("acknowledgedAt")];
    let [firstSentAt, lastAcknowledgedAt] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    this.#each((chunk, at) => {
      firstSentAt = Math.min(firstSentAt, chunk[at + sent] as number);
      lastAcknowledgedAt = Math.max(lastAcknowledgedAt, chunk[at + acknowledged] as number);
    });
    return { firstSentAt, lastAcknowledgedAt };
  }

  clear(): void {
    this.length = 0;
    this.#chunk = this.#chunks[0] ?? this.#chunk;
    this.#written = 0;
  }

  #nextChunk(): void {
    const index = this.length / SAMPLES_IN_CHUNK;
    this.#chunk = this.#chunks[index] ?? new Float64Array(NUMBERS_IN_CHUNK);
    this.#chunks[index] = this.#chunk;
    this.#written = 0;
  }

  #each(visit: (chunk: Float64Array, at: number, index: number) => void): void {
    for (let index = 0; index < this.length; index++) {
      const chunk = this.#chunks[Math.floor(index / SAMPLES_IN_CHUNK)] as Float64Array;
      visit(chunk, (index % SAMPLES_IN_CHUNK) * WIDTH, index);
    }
  }
}
