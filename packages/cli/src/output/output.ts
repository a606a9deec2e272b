import type { Writable } from "node:stream";

/** Writes to stdout or stderr. Whatever happens to the stream, nothing is thrown. */
export class Output {
  /** Why it could not be written, such as a full disk. Null also if nobody reads it any more, as with `| head`. */
  failure: string | null = null;
  readonly #stream: Writable;
  #open = true;

  constructor(stream: Writable) {
    this.#stream = stream;
    stream.on("error", (error) => this.#failed(error));
  }

  write(text: string): void {
    if (!this.#open || text === "") return;
    try {
      this.#stream.write(text);
    } catch (error) {
      // Node writes to files at once, and throws.
      this.#failed(error as Error);
    }
  }

  /** Resolves when everything is written, or cannot be. */
  flush(): Promise<void> {
    if (!this.#open) return Promise.resolve();
    return new Promise((resolve) => {
      this.#stream.once("error", () => resolve());
      this.#stream.once("close", () => resolve());
      try {
        this.#stream.write("", () => resolve());
      } catch {
        resolve();
      }
    });
  }

  #failed({ code, message }: NodeJS.ErrnoException): void {
    this.#open = false;
    // EIO: the terminal was closed.
    if (code !== "EPIPE" && code !== "EIO") this.failure ??= message;
  }
}
