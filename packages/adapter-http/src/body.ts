import { Buffer } from "node:buffer";
import type { Frame } from "@wireduel/core/adapter";
import { bodyOf } from "./message.js";

/**
 * The body of a request, while it arrives. With an announced length, each chunk is copied to its place at once, so that V8 can free it
 * while it is young. Without one, the chunks are kept.
 */
export class Body {
  readonly #announced: number;
  readonly #maxBytes: number;
  #whole: Buffer | undefined;
  readonly #chunks: Uint8Array[] = [];
  #bytes = 0;

  /**
   * @param announced the header `content-length`, from which Node lets no body differ. NaN: there is none.
   * @param maxBytes a body of more than this is too large
   */
  constructor(announced: number, maxBytes: number) {
    this.#announced = announced;
    this.#maxBytes = maxBytes;
  }

  /** Whether more was announced, or has arrived, than is allowed. */
  get tooLarge(): boolean {
    return this.#announced > this.#maxBytes || this.#bytes > this.#maxBytes;
  }

  /** Keeps a chunk, unless the body is too large. */
  add(chunk: Uint8Array): void {
    const start = this.#bytes;
    this.#bytes += chunk.length;
    if (this.tooLarge) return;
    // A body in one chunk needs no copy.
    if (start === 0 && chunk.length < this.#announced) this.#whole = Buffer.allocUnsafe(this.#announced);
    if (this.#whole === undefined) this.#chunks.push(chunk);
    else this.#whole.set(chunk, start);
  }

  /** The body, when all of it has arrived. In parts, if it came in several chunks and no length was announced. */
  end(): Uint8Array | Frame {
    return this.#whole ?? bodyOf(this.#chunks);
  }
}
