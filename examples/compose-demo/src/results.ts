import {
  accessSync,
  chownSync,
  constants,
  existsSync,
  mkdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { BenchmarkResult } from "@wireduel/core";
import { formatJson } from "@wireduel/core/report";
import { SettingError, type ShownPath } from "./settings.js";

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
   * Writes both files and returns a line with their names.
   * @throws SettingError if they cannot be written
   */
  save(result: BenchmarkResult): string {
    const files = { "output.log": this.#text, "result.json": formatJson(result) };
    for (const [name, content] of Object.entries(files)) {
      const file = join(this.#folder.path, name);
      try {
        // The old file is removed first, because it may belong to another user (inside or outside a
        // container).
        rmSync(file, { force: true });
        writeFileSync(file, content);
      } catch (error) {
        throw cannotWrite(this.#folder, error);
      }
    }
    const shown = Object.keys(files).map((name) => join(this.#folder.shownAs, name));
    return `Results: ${shown.join(" and ")}`;
  }
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
  return new SettingError("RESULTS_DIR", "a folder that can be written to", got);
}
