/**
 * The clock offset that was assumed at each time of a round, while the round ran: what the latest comparison of
 * the clocks had shown. It is constant from one comparison to the next.
 */
export class OffsetSteps {
  readonly #from: number[] = [];
  readonly #offsets: number[] = [];

  /** From this time of the sender's clock on, the offset is assumed to be this. Times must not decrease. */
  add(fromNs: number, offsetNs: number): void {
    this.#from.push(fromNs);
    this.#offsets.push(offsetNs);
  }

  /** The offset that was assumed at a time. Before the first step, the first one. 0 if there is none. */
  at(ns: number): number {
    let low = 0;
    let high = this.#from.length - 1;
    // It is nearly always the last step.
    if ((this.#from[high] ?? ns) <= ns) low = high;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#from[middle] as number) <= ns) low = middle;
      else high = middle - 1;
    }
    return this.#offsets[low] ?? 0;
  }

  /**
   * The offset that was assumed when the receiver took a stamp.
   * @param near a time of the sender's clock not far from it
   */
  offsetOf(stampNs: number, near: number): number {
    if (this.#from.length < 2) return this.#offsets[0] ?? 0;
    let at = near;
    for (let step = 0; step < 2; step++) at = stampNs - this.at(at);
    return this.at(at);
  }

  /** The times of the steps within two times. */
  within(fromNs: number, toNs: number): number[] {
    return this.#from.filter((ns) => ns >= fromNs && ns <= toNs);
  }
}
