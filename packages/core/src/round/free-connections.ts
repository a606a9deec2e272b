/** Connections that are free. The one comes first that has been free longest. A ring, because `shift` of a long array takes longer. */
export class FreeConnections {
  /** A power of two long. */
  #ring: Int32Array = new Int32Array(64);
  /** How many were added and taken so far. */
  #added = 0;
  #taken = 0;

  add(connection: number): void {
    if (this.#added - this.#taken === this.#ring.length) this.#grow();
    this.#ring[this.#added++ & (this.#ring.length - 1)] = connection;
  }

  /** Takes out the first one. Undefined if there is none. */
  take(): number | undefined {
    if (this.#taken === this.#added) return undefined;
    return this.#ring[this.#taken++ & (this.#ring.length - 1)];
  }

  clear(): void {
    this.#added = 0;
    this.#taken = 0;
  }

  #grow(): void {
    const ring = new Int32Array(2 * this.#ring.length);
    const count = this.#added - this.#taken;
    for (let at = 0; at < count; at++) ring[at] = this.take() as number;
    this.#ring = ring;
    this.#added = count;
    this.#taken = 0;
  }
}
