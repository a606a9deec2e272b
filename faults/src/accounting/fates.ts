import { seededRandom } from "../internals.js";

/** What happens to a message on its way. */
export type Fate = "passes" | "is lost" | "comes twice" | "is damaged" | "is held";

/** The share of messages with each fate. The others pass. */
export type Shares = Readonly<Record<Exclude<Fate, "passes">, number>>;

/** Draws fates. The same seed gives the same ones. */
export class Fates {
  readonly #shares: Shares;
  readonly #random: () => number;
  #unharmed: number;

  /** @param unharmed how many messages pass before the first one is harmed */
  constructor(shares: Shares, seed: number, unharmed: number) {
    this.#shares = shares;
    this.#random = seededRandom(seed);
    this.#unharmed = unharmed;
  }

  next(): Fate {
    if (this.#unharmed > 0) {
      this.#unharmed--;
      return "passes";
    }
    let drawn = this.#random();
    for (const [fate, share] of Object.entries(this.#shares) as [Exclude<Fate, "passes">, number][]) {
      if (drawn < share) return fate;
      drawn -= share;
    }
    return "passes";
  }
}
