import type { Sample, Stamps } from "./sample.js";
import { readStamps, STAMPS, writeStamps } from "./stamp-store.js";

/** A stored sample: its numbers, and whether it failed. */
export interface StoredSample extends Stamps {
  failed: boolean;
}

/** How many numbers a stored sample has. */
const SAMPLE_WIDTH = 5 + STAMPS;
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
    this.write(this.#length, sample);
  }

  /** Stores a sample at `index`, from 0 to `length`. One that is there is replaced. */
  write(index: number, sample: Sample): void {
    const place = Math.floor(index / SAMPLES_IN_CHUNK);
    if (place === this.#chunks.length) this.#chunks.push(new Float64Array(SAMPLES_IN_CHUNK * SAMPLE_WIDTH));
    writeSample(this.#chunks[place] as Float64Array, (index % SAMPLES_IN_CHUNK) * SAMPLE_WIDTH, sample);
    if (index === this.#length) this.#length++;
  }

  /** Copies the sample at `index` to `target` and returns it. */
  read(index: number, target: StoredSample): StoredSample {
    const chunk = this.#chunks[Math.floor(index / SAMPLES_IN_CHUNK)] as Float64Array;
    return readSample(chunk, (index % SAMPLES_IN_CHUNK) * SAMPLE_WIDTH, target);
  }
}

/** Writes the numbers of a sample. Written out, because a loop over field names takes several times as long. */
function writeSample(numbers: Float64Array, at: number, sample: Sample): void {
  numbers[at] = sample.sequence;
  numbers[at + 1] = sample.payloadBytes;
  numbers[at + 2] = sample.frameBytes;
  numbers[at + 3] = sample.connection;
  numbers[at + 4] = sample.error === undefined ? 0 : 1;
  writeStamps(numbers, at + 5, sample);
}

/** Copies what `writeSample` wrote to `target`, and returns it. */
function readSample(numbers: Float64Array, at: number, target: StoredSample): StoredSample {
  target.sequence = numbers[at] as number;
  target.payloadBytes = numbers[at + 1] as number;
  target.frameBytes = numbers[at + 2] as number;
  target.connection = numbers[at + 3] as number;
  target.failed = numbers[at + 4] === 1;
  readStamps(numbers, at + 5, target);
  return target;
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
