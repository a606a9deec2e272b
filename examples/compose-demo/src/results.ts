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
import { badValue, DemoError, type SettingError } from "./failure.js";
import type { ShownPath } from "./settings.js";

/** The user `node` of the official Node images. */
const NODE_UID = 1000;

const LOG = "output.log";
const RESULT = "result.json";
/** What was measured, if the result could not be written. Core chooses the name. */
const PARTIAL = "result.partial.json";
const PAGE = "report.html";

/** Keeps what is written to the terminal, and knows the files of the results folder. */
export class Results {
  readonly #folder: ShownPath;
  /** The files of an earlier run. */
  readonly #before: ReadonlyMap<string, string | undefined>;
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
    this.#before = new Map([LOG, RESULT, PARTIAL].map((name) => [name, this.#identityOf(name)]));
  }

  /** Writes to the terminal. Its file is written at the end, so that the disk does not disturb the run. */
  readonly write = (text: string): void => {
    process.stdout.write(text);
    this.#text += text;
  };

  /** Where the run stores its result, while it goes on and when it has ended. */
  get file(): string {
    return join(this.#folder.path, RESULT);
  }

  /** Whether the run has stored its result. */
  get isStored(): boolean {
    return this.#isNew(RESULT);
  }

  /** The file with what a run finished before it was killed, for a message. Null if it finished nothing. */
  get partial(): string | null {
    return this.#isNew(PARTIAL) ? join(this.#folder.shownAs, PARTIAL) : null;
  }

  /**
   * Writes what was on the terminal, and returns the names of all files of this run for a message. If that fails, the file
   * of an earlier run stays as it was.
   * @throws DemoError if it cannot be written
   */
  save(): string {
    this.#replace(LOG, this.#text);
    const names = [...this.#before.keys()].filter((name) => this.#isNew(name));
    return names.map((name) => join(this.#folder.shownAs, name)).join(" and ");
  }

  /**
   * Writes the page of the result, and returns its name for a message. If that fails, the page of an earlier run is removed: it
   * would look like that of this one.
   * @param page writes the page
   * @throws DemoError if it cannot be written
   */
  savePage(page: () => string): string {
    try {
      this.#replace(PAGE, page());
    } catch (error) {
      rmSync(join(this.#folder.path, PAGE), { force: true });
      throw error;
    }
    return join(this.#folder.shownAs, PAGE);
  }

  /** Replaces a file in one step. */
  #replace(name: string, content: string): void {
    const unfinished = join(this.#folder.path, unfinishedName(name));
    try {
      writeFileSync(unfinished, content, { flush: true });
      renameSync(unfinished, join(this.#folder.path, name));
    } catch (error) {
      rmSync(unfinished, { force: true });
      const { message } = error as Error;
      throw new DemoError(`${name} cannot be written to ${this.#folder.shownAs}: ${message}`);
    }
  }

  #isNew(name: string): boolean {
    const identity = this.#identityOf(name);
    return identity !== undefined && identity !== this.#before.get(name);
  }

  /** Different for each file that was written. A time alone is not: its steps are milliseconds long. */
  #identityOf(name: string): string | undefined {
    const found = statSync(join(this.#folder.path, name), { bigint: true, throwIfNoEntry: false });
    return found && `${found.ino} ${found.mtimeNs}`;
  }
}

/** The name of a file until it is complete. Two runs may share the folder. */
function unfinishedName(name: string): string {
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
