import type { Sample, Stamps } from "./sample.js";

/** A stored sample: its numbers, and whether it failed. */
export interface StoredSample extends Stamps {
  failed: boolean;
}

/** How many numbers a stored sample has. */
const WIDTH = 11;
const SAMPLES_IN_CHUNK = 4_096;

/**
 * Stores samples as numbers in typed arrays: 88 bytes each, in chunks of 4,096 samples. Appending allocates
 * no objects and moves no data, so there is no work for the garbage collector.
 */
export class SampleStore {
  readonly #chunks: Float64Array[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  append(sample: Sample): void {
    const place = Math.floor(this.#length / SAMPLES_IN_CHUNK);
    if (place === this.#chunks.length) this.#chunks.push(new Float64Array(SAMPLES_IN_CHUNK * WIDTH));
    const chunk = this.#chunks[place] as Float64Array;
    const at = (this.#length++ % SAMPLES_IN_CHUNK) * WIDTH;
    // Written out, because a loop over field names takes several times as long.
    chunk[at] = sample.sequence;
    chunk[at + 1] = sample.payloadBytes;
    chunk[at + 2] = sample.frameBytes;
    chunk[at + 3] = sample.dueAt;
    chunk[at + 4] = sample.sentAt;
    chunk[at + 5] = sample.encodedAt;
    chunk[at + 6] = sample.receivedAt;
    chunk[at + 7] = sample.decodedAt;
    chunk[at + 8] = sample.acknowledgedAt;
    chunk[at + 9] = sample.connection;
    chunk[at + 10] = sample.error === undefined ? 0 : 1;
  }

  /** Removes all samples. Keeps the memory for new ones. */
  clear(): void {
    this.#length = 0;
  }

  /** Copies the sample at `index` to `target` and returns it. */
  read(index: number, target: StoredSample): StoredSample {
    const chunk = this.#chunks[Math.floor(index / SAMPLES_IN_CHUNK)] as Float64Array;
    const at = (index % SAMPLES_IN_CHUNK) * WIDTH;
    target.sequence = chunk[at] as number;
    target.payloadBytes = chunk[at + 1] as number;
    target.frameBytes = chunk[at + 2] as number;
    target.dueAt = chunk[at + 3] as number;
    target.sentAt = chunk[at + 4] as number;
    target.encodedAt = chunk[at + 5] as number;
    target.receivedAt = chunk[at + 6] as number;
    target.decodedAt = chunk[at + 7] as number;
    target.acknowledgedAt = chunk[at + 8] as number;
    target.connection = chunk[at + 9] as number;
    target.failed = chunk[at + 10] === 1;
    return target;
  }
}

/** A target for `read`. */
export function blankStoredSample(): StoredSample {
  return {
    sequence: 0,
    connection: 0,
    payloadBytes: 0,
    frameBytes: Number.NaN,
    dueAt: Number.NaN,
    sentAt: Number.NaN,
    encodedAt: Number.NaN,
    receivedAt: Number.NaN,
    decodedAt: Number.NaN,
    acknowledgedAt: Number.NaN,
    failed: false,
  };
}
