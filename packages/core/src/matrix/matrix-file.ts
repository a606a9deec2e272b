import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { messageOf, WireduelError } from "../failure/wireduel-error.js";
import { identityOf, removeLeftovers, replaceFile } from "../files/replace-file.js";
import { type NotWritten, pathKind } from "../files/result-file.js";
import { invalidOption } from "../options/kinds.js";
import type { MatrixResult } from "../result/matrix.js";
import { parseMatrix } from "../result/parse-matrix.js";

/** The file in which a matrix is stored. Only a file that it wrote, or a stored matrix, is ever replaced. */
export class MatrixFile {
  /** Absolute, so it stays the same if the process changes its folder. */
  readonly path: string;
  /** The file as it was read or written last. Null if there was none. */
  #known: string | null = null;

  /**
   * @param path as the caller gave it
   * @throws WireduelError `INVALID_OPTION`
   */
  constructor(path: unknown) {
    this.path = resolve(pathKind.parse("file", path));
  }

  /**
   * The stored matrix. Null if there is no file.
   * @throws WireduelError `INVALID_RESULT` if the file is not a matrix, or `INVALID_OPTION` if it cannot be read
   */
  read(): MatrixResult | null {
    removeLeftovers(this.path);
    this.#known = identityOf(this.path);
    if (this.#known === null) return null;
    const stored = readText(this.path);
    try {
      return parseMatrix(stored);
    } catch (error) {
      const message = `${this.path} is not a stored matrix, so it is left as it is: ${messageOf(error)}`;
      throw new WireduelError("INVALID_RESULT", message, { cause: error });
    }
  }

  /** Why the file must not be replaced: another program changed it. Null: none did. */
  get changed(): NotWritten | null {
    const found = identityOf(this.path);
    if (found === null || found === this.#known) return null;
    const message = `another program changed ${this.path}, so it is left as it is`;
    return { code: "FILE_NOT_WRITTEN", message };
  }

  /**
   * Replaces the file in one step. An interruption at any moment leaves the old file or the new one. Returns why it could
   * not.
   */
  write(matrix: MatrixResult): NotWritten | null {
    const { changed } = this;
    if (changed) return changed;
    try {
      this.#known = replaceFile(this.path, JSON.stringify(matrix));
      return null;
    } catch (error) {
      return { code: "FILE_NOT_WRITTEN", message: `the matrix cannot be stored: ${messageOf(error)}` };
    }
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw invalidOption("file", `a file that can be read (${messageOf(error)})`, path);
  }
}
