import { generate } from "./generate.js";
import { type GeneratedPayloads, isGenerated, type PayloadSource } from "./payload-source.js";

/** Payloads by number. They repeat, so every whole number has one, and negative numbers too. */
export interface Payloads {
  at(number: number): Uint8Array;
}

/** Generating may take a second, so equal payloads of several adapters are generated once. */
const generated = new WeakMap<GeneratedPayloads, readonly Uint8Array[]>();

/**
 * The payloads of a round. The sources take turns, and each source repeats its own payloads. So both ends know
 * every payload by its number.
 */
export class PayloadSet implements Payloads {
  #sources: readonly (readonly Uint8Array[])[];

  /** @param sources at least one, each with at least one payload */
  constructor(sources: readonly (readonly Uint8Array[])[]) {
    this.#sources = sources;
  }

  /** Generates or takes the payloads of these sources. */
  static of(sources: readonly PayloadSource[]): PayloadSet {
    return new PayloadSet(sources.map(payloadsOf));
  }

  /** The same, but they are only there after `generate`. */
  static later(sources: readonly PayloadSource[]): PayloadSet & { generate(): void } {
    const set = new PayloadSet([]);
    const generate = () => {
      set.#sources = sources.map(payloadsOf);
    };
    return Object.assign(set, { generate });
  }

  at(number: number): Uint8Array {
    const { length } = this.#sources;
    // The usual case, without the division of fractions that negative numbers make of every other one.
    const [first] = this.#sources;
    if (length === 1 && first?.length === 1) return first[0] as Uint8Array;
    const source = this.#sources[modulo(number, length)] as readonly Uint8Array[];
    return source[modulo(Math.floor(number / length), source.length)] as Uint8Array;
  }
}

function modulo(dividend: number, divisor: number): number {
  const remainder = dividend % divisor;
  return remainder < 0 ? remainder + divisor : remainder;
}

function payloadsOf(source: PayloadSource): readonly Uint8Array[] {
  if (!isGenerated(source)) return source.payloads;
  const payloads = generated.get(source) ?? generate(source);
  generated.set(source, payloads);
  return payloads;
}
