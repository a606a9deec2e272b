import { type PayloadStamps, type Stamp, StampStore } from "./stamp-store.js";

/** The stamps of the acknowledged payloads of a slice. Memory is kept for the next slice. */
export class SliceStamps {
  readonly #places = new StampStore();
  #length = 0;

  /** How many payloads it has. */
  get length(): number {
    return this.#length;
  }

  append(payload: PayloadStamps): void {
    this.#places.write(this.#length++, payload);
  }

  /** How much later the stamp `to` was taken than `from`, for each payload. */
  differences(from: Stamp, to: Stamp): Float64Array {
    const [earlier, differences] = [this.#all(from), this.#all(to)];
    for (let index = 0; index < differences.length; index++) {
      differences[index] = (differences[index] as number) - (earlier[index] as number);
    }
    return differences;
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

  #all(stamp: Stamp): Float64Array {
    return this.#places.column(stamp, this.#length);
  }
}
