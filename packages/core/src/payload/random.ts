/** A source of pseudorandom numbers: xorshift32 (Marsaglia, "Xorshift RNGs", 2003). */
export class Random {
  #state: number;

  /** The same seed gives the same numbers. */
  constructor(seed: number) {
    // The state must not be 0: the generator would only return 0.
    this.#state = (seed ^ 0x9e3779b9) | 0 || 1;
  }

  /** The next 32 bits, as a signed number. */
  bits(): number {
    let state = this.#state;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    this.#state = state;
    return state;
  }

  /** A whole number from 0 to `below` - 1. */
  below(below: number): number {
    return Math.floor(this.fraction() * below);
  }

  /** A number from 0 (included) to 1 (excluded). */
  fraction(): number {
    return (this.bits() >>> 0) / 2 ** 32;
  }
}

/** Pseudorandom bytes. The same seed gives the same bytes. */
export function randomBytes(sizeBytes: number, seed: number): Uint8Array {
  const words = new Uint32Array(Math.ceil(sizeBytes / 4));
  const random = new Random(seed);
  for (let index = 0; index < words.length; index++) words[index] = random.bits();
  return new Uint8Array(words.buffer, 0, sizeBytes);
}
