// The state must not be 0: the generator would only return 0.
const firstState = (seed: number): number => (seed ^ 0x9e3779b9) | 0 || 1;

function nextState(state: number): number {
  const left = state ^ (state << 13);
  const right = left ^ (left >>> 17);
  return right ^ (right << 5);
}

/** A source of pseudorandom numbers: xorshift32 (Marsaglia, "Xorshift RNGs", 2003). */
export class Random {
  #state: number;

  /** The same seed gives the same numbers. */
  constructor(seed: number) {
    this.#state = firstState(seed);
  }

  /** The next 32 bits, as a signed number. */
  bits(): number {
    this.#state = nextState(this.#state);
    return this.#state;
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
  // Not a `Random`: before it is compiled, its field costs several times as much as the arithmetic.
  let state = firstState(seed);
  for (let index = 0; index < words.length; index++) {
    state = nextState(state);
    words[index] = state;
  }
  return new Uint8Array(words.buffer, 0, sizeBytes);
}
