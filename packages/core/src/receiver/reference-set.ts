import type { References, SourceData } from "../control/control-types.js";
import { invalidOption, mismatch } from "../options/kinds.js";
import { PayloadSet } from "../payload/payload-set.js";

/** How many bytes of copies a session may send, and how many copies. */
const MOST_COPIED_BYTES = 2 ** 30;
const MOST_COPIES = 2_000_000;

/** What the receiver compares payloads with. It generates them, or gets copies from the sender. */
export class ReferenceSet {
  readonly #sources: readonly SourceData[];
  readonly #maxPayloadBytes: number;
  /** How many copies came, and their bytes. A replaced one still counts: it may share its memory with others. */
  #came = 0;
  #cameBytes = 0;
  /** The copies of each source. Empty for a generated one. */
  readonly #copies: readonly Uint8Array[][];
  readonly #set: PayloadSet | undefined;

  /** @param maxPayloadBytes the size of the largest payload of the session */
  constructor(sources: readonly SourceData[], maxPayloadBytes: number) {
    this.#sources = sources;
    this.#maxPayloadBytes = maxPayloadBytes;
    this.#copies = sources.map(() => []);
    const all = sources.map((source, index) =>
      source.kind === "copied"
        ? { kind: "bytes" as const, from: null, payloads: this.#copies[index] as Uint8Array[] }
        : source,
    );
    this.#set = all.length === 0 ? undefined : PayloadSet.of(all);
  }

  /** How many bytes of copies may still come. None if no source is copied. */
  get roomBytes(): number {
    const takesCopies = this.#sources.some(({ kind }) => kind === "copied");
    return takesCopies ? MOST_COPIED_BYTES - this.#cameBytes : 0;
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
    this.#checkRoom(index, lengths, payload.byteLength);
    let at = 0;
    for (const [offset, length] of lengths.entries()) {
      copies[index + offset] = payload.subarray(at, at + length);
      at += length;
    }
    this.#came += lengths.length;
    this.#cameBytes += payload.byteLength;
  }

  #checkRoom(index: number, lengths: readonly number[], bytes: number): void {
    const largest = lengths.reduce((most, length) => Math.max(most, length), 0);
    if (largest > this.#maxPayloadBytes) {
      throw invalidOption(
        "sizes",
        `at most \`maxPayloadBytes\` (${this.#maxPayloadBytes}) for each`,
        largest,
      );
    }
    if (Math.max(index, this.#came) + lengths.length > MOST_COPIES) {
      throw mismatch("payload", `one of at most ${MOST_COPIES}`, "more");
    }
    if (bytes > this.roomBytes) {
      throw mismatch(
        "payload",
        `at most ${this.roomBytes} bytes, the rest of ${MOST_COPIED_BYTES}`,
        `${bytes} bytes`,
      );
    }
  }

  /** A payload by its number. Undefined if the sender copied none. */
  at(number: number): Uint8Array | undefined {
    return this.#set?.at(number);
  }
}
