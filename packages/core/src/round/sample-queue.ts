import type { Sample } from "./sample.js";
import { readSample, SAMPLE_WIDTH, type StoredSample, writeSample } from "./sample-store.js";

/** How many samples may wait: a power of two. They take 360 kB. */
const ROOM = 4_096;
const MASK = ROOM - 1;

/** Samples that wait, first in, first out. Its memory does not grow. */
export class SampleQueue {
  #numbers: Float64Array | undefined;
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
    this.#numbers ??= new Float64Array(ROOM * SAMPLE_WIDTH);
    writeSample(this.#numbers, (this.#appended++ & MASK) * SAMPLE_WIDTH, sample);
  }

  /** Takes out the oldest sample, copies it to `target` and returns it. The queue must not be empty. */
  take(target: StoredSample): StoredSample {
    return readSample(this.#numbers as Float64Array, (this.#taken++ & MASK) * SAMPLE_WIDTH, target);
  }
}
