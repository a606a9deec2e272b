import { type PayloadStamps, StampStore } from "./stamp-store.js";

/** The stamps of so many payloads may wait. They take 13 MB. */
const ROOM = 262_144;

/**
 * Stamps that wait, first in, first out. When none waits, it starts at its beginning again. So it has memory for the most that have
 * waited at a time, and no more.
 */
export class StampQueue {
  readonly #places = new StampStore();
  #taken = 0;
  #appended = 0;

  get length(): number {
    return this.#appended - this.#taken;
  }

  get full(): boolean {
    return this.length === ROOM;
  }

  /** Appends the stamps of a payload. The queue must not be full. */
  append(payload: PayloadStamps): void {
    this.#places.write(this.#appended++ % ROOM, payload);
  }

  /** Takes out the oldest stamps, copies them to `target` and returns it. The queue must not be empty. */
  take(target: PayloadStamps): PayloadStamps {
    const place = this.#taken++ % ROOM;
    if (this.length === 0) {
      this.#taken = 0;
      this.#appended = 0;
    }
    return this.#places.read(place, target);
  }
}
