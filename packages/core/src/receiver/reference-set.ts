import type { References, SourceData } from "../control/control-types.js";
import { invalidOption, mismatch } from "../options/kinds.js";
import { PayloadSet } from "../payload/payload-set.js";

/** What the receiver compares payloads with. It generates them, or gets copies from the sender. */
export class ReferenceSet {
  readonly #sources: readonly SourceData[];
  /** The copies of each source. Empty for a generated one. */
  readonly #copies: readonly Uint8Array[][];
  readonly #set: PayloadSet | undefined;

  constructor(sources: readonly SourceData[]) {
    this.#sources = sources;
    this.#copies = sources.map(() => []);
    const all = sources.map((source, index) =>
      source.kind === "copied"
        ? { kind: "bytes" as const, from: null, payloads: this.#copies[index] as Uint8Array[] }
        : source,
    );
    this.#set = all.length === 0 ? undefined : PayloadSet.of(all);
  }

  /**
   * Adds copies of consecutive payloads of one source.
   * @throws WireduelError `INVALID_OPTION`
   */
  add({ source, index, sizes, payload }: Omit<References, "session">): void {
    const copies = this.#copies[source] as Uint8Array[] | undefined;
    if (copies === undefined || this.#sources[source]?.kind !== "copied") {
      throw invalidOption("source", "the index of a copied source", source);
    }
    const lengths = sizes ?? [payload.byteLength];
    const total = lengths.reduce((sum, length) => sum + length, 0);
    if (total !== payload.byteLength) {
      throw mismatch("sizes", `sizes with a sum of ${payload.byteLength}`, `a sum of ${total}`);
    }
    let at = 0;
    for (const [offset, length] of lengths.entries()) {
      copies[index + offset] = payload.subarray(at, at + length);
      at += length;
    }
  }

  /** A payload by its number. Undefined if the sender copied none. */
  at(number: number): Uint8Array | undefined {
    return this.#set?.at(number);
  }
}
