/**
 * Connections that are free, first in, first out. A connection is in it once for each payload that it can carry. In a ring, because
 * `shift` of a long array makes V8 leave its compiled code for each payload.
 */
export class FreeConnections {
  /** Its length is a power of two. */
  #ring = new Int32Array(8);
  #first = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(connection: number): void {
    if (this.#length === this.#ring.length) this.#grow();
    this.#ring[(this.#first + this.#length) & (this.#ring.length - 1)] = connection;
    this.#length++;
  }

  /** Takes out the one that has been free longest. Undefined if none is free. */
  shift(): number | undefined {
    if (this.#length === 0) return undefined;
    const connection = this.#ring[this.#first] as number;
    this.#first = (this.#first + 1) & (this.#ring.length - 1);
    this.#length--;
    return connection;
  }

  clear(): void {
    this.#length = 0;
  }

  #grow(): void {
    const old = this.#ring;
    const ring = new Int32Array(2 * old.length);
    ring.set(old.subarray(this.#first));
    ring.set(old.subarray(0, this.#first), old.length - this.#first);
    this.#ring = ring;
    this.#first = 0;
  }
}
