import type { Sample } from "./sample.js";
import { SampleStore, type StoredSample } from "./sample-store.js";

/** How many samples may wait. They take 23 MB. */
const ROOM = 262_144;

/**
 * Samples that wait, first in, first out. When none waits, it starts at its beginning again. So it has memory for the most that have
 * waited at a time, and no more.
 */
export class SampleQueue {
  readonly #places = new SampleStore();
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
    this.#places.write(this.#appended++ % ROOM, sample);
  }

  /** Takes out the oldest sample, copies it to `target` and returns it. The queue must not be empty. */
  take(target: StoredSample): StoredSample {
    const place = this.#taken++ % ROOM;
    if (this.length === 0) {
      this.#taken = 0;
      this.#appended = 0;
    }
    return this.#places.read(place, target);
  }
}
