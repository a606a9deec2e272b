import type { Sample } from "./sample.js";

/** How many of the latest payloads have a place of their own. A power of two. */
const RECENT = 4096;
const MASK = RECENT - 1;

/**
 * The samples of the payloads in flight, in the order of sending: sequence numbers must ascend. A Map alone would do, but it makes a
 * new table again and again, which took a tenth of the sender's time. Here, only those go into a Map that are still in flight
 * when thousands of later ones have been sent.
 */
export class InFlight {
  size = 0;
  readonly #recent: (Sample | undefined)[] = Array.from({ length: RECENT }, () => undefined);
  readonly #older = new Map<number, Sample>();
  #newest = -1;

  add(sample: Sample): void {
    const { sequence } = sample;
    while (this.#newest < sequence) {
      const place = ++this.#newest & MASK;
      const older = this.#recent[place];
      if (older === undefined) continue;
      this.#older.set(older.sequence, older);
      this.#recent[place] = undefined;
    }
    this.#recent[sequence & MASK] = sample;
    this.size++;
  }

  get(sequence: number): Sample | undefined {
    const recent = this.#recent[sequence & MASK];
    return recent?.sequence === sequence ? recent : this.#older.get(sequence);
  }

  /** Takes out a sample that `get` has given. */
  delete({ sequence }: Sample): void {
    if (this.#recent[sequence & MASK]?.sequence === sequence) this.#recent[sequence & MASK] = undefined;
    else this.#older.delete(sequence);
    this.size--;
  }

  /** The oldest first. Samples may be taken out meanwhile. */
  *[Symbol.iterator](): Generator<Sample> {
    yield* this.#older.values();
    const newest = this.#newest;
    for (let sequence = Math.max(0, newest - MASK); sequence <= newest; sequence++) {
      const sample = this.#recent[sequence & MASK];
      if (sample !== undefined) yield sample;
    }
  }
}
