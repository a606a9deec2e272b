// The folder in which results are stored.
import { accessSync, constants, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { formatJson, isMatrix, type StoredResult } from "@wireduel/core/report";
import type { Context } from "../context.js";
import { badValue, CommandError } from "../failure.js";
import { makeFolder } from "./make-folder.js";
import { writeFileAtomically } from "./write-file.js";

/** Where results are stored if nothing else is said. */
export const DEFAULT_FOLDER = "wireduel-results";

/** Stores the result of a run in a new folder. */
export class ResultStore {
  readonly #folder: string | null;
  readonly #given: boolean;
  readonly #context: Context;

  /**
   * Finds out whether the folder can be written to, before anything is measured. If it is the default one and cannot, there
   * is a warning, and nothing is stored.
   * @param out the folder as given. False: nothing is stored. Undefined: the default folder.
   * @throws UsageError if a folder was given and cannot be written to
   */
  constructor(out: string | false | undefined, context: Context) {
    this.#context = context;
    this.#given = typeof out === "string";
    const folder = out === false ? null : resolve(context.cwd, out ?? DEFAULT_FOLDER);
    try {
      if (folder !== null) prepareFolder(folder, !this.#given);
      this.#folder = folder;
    } catch (error) {
      const { message } = error as Error;
      if (typeof out === "string")
        throw badValue("--out", "a folder that can be written to", `${out}: ${message}`);
      context.err(`wireduel: warning: the result will not be stored: ${message}\n`);
      this.#folder = null;
    }
  }

  /**
   * Stores a result, and returns the path of its file for messages. Null if it is not stored.
   * @throws CommandError if a folder was given and the result cannot be stored
   */
  save(result: StoredResult): string | null {
    if (this.#folder === null) return null;
    let folder: string | undefined;
    try {
      folder = newFolder(this.#folder, result.startedAt);
      const path = join(folder, isMatrix(result) ? "matrix.json" : "result.json");
      writeFileAtomically(path, formatJson(result));
      return shownPath(path, this.#context.cwd);
    } catch (error) {
      // Without its file, the folder would say that there is a result.
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
      const message = `the result cannot be stored: ${(error as Error).message}`;
      if (this.#given) throw new CommandError(message);
      this.#context.err(`wireduel: warning: ${message}\n`);
      return null;
    }
  }
}

/** A path as short as it can be: relative if it is below the current folder. */
export function shownPath(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return short === "" || short.startsWith("..") ? path : short;
}

/** Makes the folder of all results, if necessary. @throws Error if it cannot be written to */
function prepareFolder(folder: string, isDefault: boolean): void {
  const isNew = makeFolder(folder);
  // Results of a machine do not belong to its sources.
  if (isNew && isDefault) writeFileSync(join(folder, ".gitignore"), "*\n");
  if (!statSync(folder).isDirectory()) throw new Error(`${folder} is not a folder`);
  accessSync(folder, constants.W_OK | constants.X_OK);
}

/** A new folder, named by the start of the run: `2026-11-26T22-43-50Z`. */
function newFolder(parent: string, startedAt: string): string {
  const name = `${startedAt.slice(0, 19).replaceAll(":", "-")}Z`;
  for (let copy = 1; ; copy++) {
    const folder = join(parent, copy === 1 ? name : `${name}-${copy}`);
    try {
      mkdirSync(folder);
      return folder;
    } catch (error) {
      // Two runs may start in the same second.
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}
