/** How inputs of a decoder are harmed: as bytes, as text with words that mean something, or as values of JSON. */
export type Form = "bytes" | "text" | "json";

/** A decoder that is ready. */
export interface Ready {
  /** Real inputs. The decoder must accept each. */
  readonly captures: readonly Uint8Array[];
  /** Decodes an input. It may throw what `refuses` of the decoder names, and nothing else. */
  decode(input: Uint8Array): unknown;
  close?(): unknown;
}

/** Code that reads what others wrote: a peer, or whoever made a file. */
export interface Decoder {
  readonly name: string;
  /** The sources that read, from the root of the repository. */
  readonly sources: readonly string[];
  readonly form: Form;
  /** The names of the errors with which it refuses an input. None: it refuses nothing. */
  readonly refuses: readonly string[];
  /** Whoever writes the input also reads the errors, so they may quote anything. */
  readonly isOwn?: boolean;
  /** How much memory it may take for an input, however small that is. Default: 64 MiB. */
  readonly mostBytes?: number;
  open(): Ready | Promise<Ready>;
}

const encoder = new TextEncoder();

/** The bytes of a text. */
export function bytesOf(text: string): Uint8Array {
  return encoder.encode(text);
}

/** The bytes of a value as JSON. */
export function jsonBytes(value: unknown): Uint8Array {
  return bytesOf(JSON.stringify(value));
}

/** Bytes as a text. */
export function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
}
