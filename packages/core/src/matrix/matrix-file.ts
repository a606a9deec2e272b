import { readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { messageOf, WireduelError } from "../failure/wireduel-error.js";
import { invalidOption, text } from "../options/kinds.js";
import type { MatrixResult } from "../result/matrix.js";
import { parseMatrix } from "../result/parse-matrix.js";

const pathKind = text(/^[^\0]+$/, "the path of a file");

/** The file in which a matrix is stored. Only a file that it wrote, or a stored matrix, is ever replaced. */
export class MatrixFile {
  readonly #path: string;
  /** The file as it was read or written last. Null if there was none. */
  #known: string | null = null;

  /**
   * @param path as the caller gave it
   * @throws WireduelError `INVALID_OPTION`
   */
  constructor(path: unknown) {
    this.#path = target(pathKind.parse("file", path));
  }

  /**
   * The stored matrix. Null if there is no file.
   * @throws WireduelError `INVALID_RESULT` if the file is not a matrix, or `INVALID_OPTION` if it cannot be read
   */
  read(): MatrixResult | null {
    this.#known = identityOf(this.#path);
    if (this.#known === null) return null;
    const stored = readText(this.#path);
    try {
      return parseMatrix(stored);
    } catch (error) {
      const message = `${this.#path} is not a stored matrix, so it is left as it is: ${messageOf(error)}`;
      throw new WireduelError("INVALID_RESULT", message, { cause: error });
    }
  }

  /**
   * Replaces the file in one step. An interruption at any moment leaves the old file or the new one.
   * @throws WireduelError `FILE_NOT_WRITTEN`
   */
  write(matrix: MatrixResult): void {
    const found = identityOf(this.#path);
    if (found !== null && found !== this.#known) {
      throw new WireduelError(
        "FILE_NOT_WRITTEN",
        `another program changed ${this.#path}, so it is left as it is`,
      );
    }
    const temporary = `${this.#path}.wireduel-tmp`;
    try {
      // Flushed, so that the new name never leads to a file that is not on the disk yet.
      writeFileSync(temporary, JSON.stringify(matrix), { flush: true });
      const written = identityOf(temporary);
      renameSync(temporary, this.#path);
      this.#known = written;
    } catch (error) {
      removeIfPossible(temporary);
      throw new WireduelError("FILE_NOT_WRITTEN", `cannot store the matrix: ${messageOf(error)}`, {
        cause: error,
      });
    }
  }
}

/** Where a link leads: the file is replaced there, and the link stays. */
function target(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** Different for each file that was written. Null if there is none. */
function identityOf(path: string): string | null {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? null : `${found.dev} ${found.ino} ${found.size} ${found.mtimeNs}`;
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw invalidOption("file", `a file that can be read (${messageOf(error)})`, path);
  }
}

function removeIfPossible(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // It is not a file.
  }
}
