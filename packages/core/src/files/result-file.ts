import { rmSync } from "node:fs";
import { join, parse, resolve } from "node:path";
import type { Failure } from "../failure/codes.js";
import { messageOf, WireduelError } from "../failure/wireduel-error.js";
import { type Kind, text } from "../options/kinds.js";
import type { BenchmarkResult } from "../result/result.js";
import { storedJson } from "../result/stored-json.js";
import { replaceFile, tryToReplace } from "./replace-file.js";

/** The option `file`. */
export const pathKind: Kind<string> = text(/^[^\0]+$/, "the path of a file");

/** Why a file was not written. What was in it is still there. */
export type NotWritten = Failure<"FILE_NOT_WRITTEN">;

/**
 * The file in which a run stores its result. Until the run ends, what it measured is in a file beside it. So the file
 * itself always has the result of a run that has ended: an earlier one, or this one.
 */
export class ResultFile {
  /** The file beside it: `result.partial.json` for `result.json`. */
  readonly partial: string;
  readonly #path: string;

  /** @throws WireduelError `FILE_NOT_WRITTEN` if it could not be written */
  constructor(path: string) {
    // Absolute, so it stays the same if the process changes its folder.
    this.#path = resolve(path);
    const { dir, name, ext } = parse(this.#path);
    this.partial = join(dir, `${name}.partial${ext}`);
    const failure = attempt(() => {
      for (const one of [this.#path, this.partial]) tryToReplace(one);
    });
    if (failure) throw new WireduelError(failure.code, failure.message);
  }

  /** Stores what was measured so far. Returns why it could not. */
  keep(result: BenchmarkResult): NotWritten | null {
    return attempt(() => replaceFile(this.partial, `${JSON.stringify(result)}\n`));
  }

  /** Stores the result of a run that has ended. Returns why it could not. */
  save(result: BenchmarkResult): NotWritten | null {
    return attempt(() => {
      replaceFile(this.#path, storedJson(result));
      rmSync(this.partial, { force: true });
    });
  }
}

function attempt(write: () => void): NotWritten | null {
  try {
    write();
    return null;
  } catch (error) {
    return { code: "FILE_NOT_WRITTEN", message: `the result cannot be stored: ${messageOf(error)}` };
  }
}
