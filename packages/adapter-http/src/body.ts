import { Buffer } from "node:buffer";
import type { Frame } from "@wireduel/core/adapter";

/**
 * The body of a request, while it arrives. With an announced length, each chunk is copied to its place at once: the processor's cache
 * still has it, and V8 can free it while it is young. Without one, the chunks are kept.
 */
export class Body {
  readonly #announced: number;
  #whole: Buffer | null = null;
  #chunks: Uint8Array[] = [];
  #bytes = 0;

  /** @param announced the header `content-length`. NaN: there is none. */
  constructor(announced: number) {
    this.#announced = announced;
  }

  add(chunk: Uint8Array): void {
    const start = this.#bytes;
    this.#bytes += chunk.length;
    // A body in one chunk needs no copy.
    if (start === 0 && chunk.length < this.#announced) this.#whole = Buffer.allocUnsafe(this.#announced);
    if (this.#whole === null) this.#chunks.push(chunk);
    else if (this.#bytes <= this.#announced) this.#whole.set(chunk, start);
    else {
      this.#chunks.push(this.#whole.subarray(0, start), chunk);
      this.#whole = null;
    }
  }

  /** What has arrived. Parts, if no length was announced, or more than that arrived. */
  end(): Uint8Array | Frame {
    if (this.#whole !== null) return this.#whole.subarray(0, this.#bytes);
    return this.#chunks.length === 1 ? (this.#chunks[0] as Uint8Array) : this.#chunks;
  }
}
