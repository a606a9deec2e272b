import {
  accessSync,
  chownSync,
  constants,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { BenchmarkResult } from "@wireduel/core";
import { formatJson } from "@wireduel/core/report";
import { badValue, DemoError, type SettingError } from "./failure.js";
import type { ShownPath } from "./settings.js";

/** The user `node` of the official Node images. */
const NODE_UID = 1000;

/** Keeps what is written to the terminal, and writes the files of the results folder. */
export class Results {
  readonly #folder: ShownPath;
  #text = "";

  /**
   * Creates the folder if it does not exist.
   * @throws SettingError if the folder cannot be written to
   */
  constructor(folder: ShownPath) {
    this.#folder = folder;
    try {
      makeFolder(folder.path);
      if (!statSync(folder.path).isDirectory()) throw new Error("it is not a folder");
      accessSync(folder.path, constants.W_OK);
    } catch (error) {
      throw cannotWrite(folder, error);
    }
  }

  /** Writes to the terminal. The files are written at the end, so that the disk does not disturb the run. */
  readonly write = (text: string): void => {
    process.stdout.write(text);
    this.#text += text;
  };

  /**
   * Writes both files and returns their names for a message. If that fails, the files of an earlier run stay as they
   * were.
   * @throws DemoError if they cannot be written
   */
  save(result: BenchmarkResult): string {
    const files = { "output.log": this.#text, "result.json": formatJson(result) };
    const names = Object.keys(files);
    const at = (name: string) => join(this.#folder.path, name);
    try {
      // All of both files is on the disk before the first old file is replaced.
      for (const [name, content] of Object.entries(files)) {
        writeFileSync(at(unfinished(name)), content, { flush: true });
      }
      for (const name of names) renameSync(at(unfinished(name)), at(name));
    } catch (error) {
      for (const name of names) rmSync(at(unfinished(name)), { force: true });
      const { message } = error as Error;
      throw new DemoError(`the results cannot be written to ${this.#folder.shownAs}: ${message}`);
    }
    return names.map((name) => join(this.#folder.shownAs, name)).join(" and ");
  }
}

/** The name of a file until it is complete. Two runs may share the folder. */
function unfinished(name: string): string {
  return `.${name}.${process.pid}`;
}

/**
 * If this process runs as root, it switches to the owner of the results folder. So a container can write to a
 * mounted folder of any host user, but does not run as root. If root owns the folder (Docker creates it so),
 * the user `node` becomes its owner.
 */
export function becomeOwnerOf(folder: string): void {
  if (process.getuid?.() !== 0) return;
  mkdirSync(folder, { recursive: true });
  let { uid, gid } = statSync(folder);
  if (uid === 0) {
    uid = NODE_UID;
    gid = NODE_UID;
    chownSync(folder, uid, gid);
  }
  process.setgroups?.([gid]);
  process.setgid?.(gid);
  process.setuid?.(uid);
}

/**
 * Creates the folder and its parents. Only recursive if necessary, because in /proc the recursive call never
 * returns.
 */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  mkdirSync(folder, { recursive: !existsSync(dirname(folder)) });
}

function cannotWrite({ shownAs }: ShownPath, error: unknown): SettingError {
  const got = `${shownAs}: ${(error as Error).message}`;
  return badValue("RESULTS_DIR", "a folder that can be written to", got);
}
