// The folder in which results are stored.
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { WireduelError } from "@wireduel/core";
import type { Context } from "../context.js";
import { badValue, CommandError } from "../failure.js";
import { makeFolder } from "./make-folder.js";
import { writePage } from "./page-file.js";
import { PARTIAL_NAME, type StoredName } from "./stored-names.js";

/** Where results are stored if nothing else is said. */
export const DEFAULT_FOLDER = "wireduel-results";

/** Stores the result of each run in a new folder. */
export class ResultStore {
  readonly #folder: string | null;
  /** Whether the user named where to store it. */
  #given: boolean;
  readonly #context: Context;
  /** The file of the last run. Null if there is none. */
  #file: string | null = null;

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
   * Measures with a file in a new folder, which core writes as the run goes on. If nothing was measured, the folder is
   * removed.
   * @param run its file is undefined if nothing is stored
   * @throws CommandError if a folder was given and cannot be written to any more
   */
  async measure<T>(name: StoredName, run: (file?: string) => Promise<T>): Promise<T> {
    const folder = this.#newFolder();
    if (folder === null) return run();
    this.#file = join(folder, name);
    // A second Ctrl-C ends the process at once.
    const removeIfUnused = () => removeIfEmpty(folder);
    process.on("exit", removeIfUnused);
    try {
      return await run(this.#file);
    } catch (error) {
      if (!(error instanceof WireduelError)) {
        // A fault of the program. What was stored before it is kept.
        removeIfEmpty(folder);
        throw error;
      }
      // Without a result, the folder would say that there is one.
      rmSync(folder, { recursive: true, force: true });
      this.#file = null;
      if (error.code !== "FILE_NOT_WRITTEN") throw error;
      this.#fail(error.message);
      return run();
    } finally {
      process.off("exit", removeIfUnused);
    }
  }

  /**
   * Goes on with a stored matrix.
   * @param file its path
   */
  resume<T>(file: string, run: (file: string) => Promise<T>): Promise<T> {
    this.#given = true;
    this.#file = file;
    return run(file);
  }

  /**
   * Where the last result is stored, for messages: its file, or the file with what was measured before the disk was full.
   * Null if there is none.
   * @param notStored why all of it could not be stored. Null: it was.
   * @throws CommandError if a folder was given and not all of it is stored
   */
  pathOf(notStored: string | null): string | null {
    if (this.#file === null) return null;
    const found = [this.#file, join(dirname(this.#file), PARTIAL_NAME)].find(existsSync);
    const path = found === undefined ? null : shownPath(found, this.#context.cwd);
    if (found === undefined) removeIfEmpty(dirname(this.#file));
    if (notStored === null && found === this.#file) return path;
    // An interrupted run has another reason.
    const why = notStored ?? "the result cannot be stored";
    const before = path === null ? "" : `; what was stored before is in ${path}`;
    this.#fail(`${why}${before}`);
    return null;
  }

  /**
   * Writes the page of a result beside it, and returns its path for messages. Null if it was not possible.
   * @param stored what `pathOf` returned
   * @param page writes the page, given the name of the file of the result
   * @throws CommandError if a folder was given and the page cannot be written. The result is still there.
   */
  async savePage(stored: string, page: (resultFile: string) => Promise<string>): Promise<string | null> {
    const { cwd } = this.#context;
    try {
      return shownPath(await writePage(resolve(cwd, stored), page), cwd);
    } catch (error) {
      this.#fail(`the page cannot be written: ${(error as Error).message}`);
      return null;
    }
  }

  /** A folder for one run. Null if nothing is stored. */
  #newFolder(): string | null {
    if (this.#folder === null) return null;
    try {
      return newFolder(this.#folder, new Date().toISOString());
    } catch (error) {
      this.#fail(`the result cannot be stored: ${(error as Error).message}`);
      return null;
    }
  }

  /** @throws CommandError if a folder was given. Otherwise, a warning is enough. */
  #fail(message: string): void {
    if (this.#given) throw new CommandError(message);
    this.#context.err(`wireduel: warning: ${message}\n`);
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

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It is not empty, or it is gone.
  }
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
