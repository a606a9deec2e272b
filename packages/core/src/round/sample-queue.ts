import type { Sample } from "./sample.js";
import { readSample, SAMPLE_WIDTH, type StoredSample, writeSample } from "./sample-store.js";

/** How many samples may wait: a power of two. They take 23 MB. */
const ROOM = 262_144;
const SAMPLES_IN_CHUNK = 4_096;

/**
 * Samples that wait, first in, first out. It has memory for the most that have ever waited. When none waits, it starts at its
 * beginning again, so that few samples that come and go always use the same memory, which is in the processor's cache.
 */
export class SampleQueue {
  readonly #chunks: Float64Array[] = [];
  #taken = 0;
  #appended = 0;

  get length(): number {
    return this.#appended - this.#taken;
  }

  get full(): boolean {
    return this.length === ROOM;
  }

  /** Appends a sample. The queue must not be full. */
  append(sample: Sample): void {
    const place = this.#appended++ % ROOM;
    writeSample(this.#chunkOf(place), (place % SAMPLES_IN_CHUNK) * SAMPLE_WIDTH, sample);
  }

  /** Takes out the oldest sample, copies it to `target` and returns it. The queue must not be empty. */
  take(target: StoredSample): StoredSample {
    const place = this.#taken++ % ROOM;
    if (this.#taken === this.#appended) {
      this.#taken = 0;
      this.#appended = 0;
    }
    return readSample(this.#chunkOf(place), (place % SAMPLES_IN_CHUNK) * SAMPLE_WIDTH, target);
  }

  /** Places are taken in turn, so a chunk that is not there yet is the next one. */
  #chunkOf(place: number): Float64Array {
    const index = Math.floor(place / SAMPLES_IN_CHUNK);
    if (index === this.#chunks.length) this.#chunks.push(new Float64Array(SAMPLES_IN_CHUNK * SAMPLE_WIDTH));
    return this.#chunks[index] as Float64Array;
  }
}
