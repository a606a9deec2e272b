// Files that are replaced in one step.
import {
  closeSync,
  fsyncSync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Replaces a file in one step: whoever reads it finds the old content or all of the new one, also if the disk is full, or
 * the process is killed, or the power fails. A link stays, and the file that it leads to is replaced.
 * Returns the identity of what was written.
 * @throws Error of Node, with a code such as `ENOSPC`
 */
export function replaceFile(path: string, content: string): string | null {
  const target = followed(path);
  const found = statSync(target, { throwIfNoEntry: false });
  const temporary = temporaryOf(target);
  try {
    // Flushed, so that the new name never leads to a file that is not on the disk yet.
    writeFileSync(temporary, content, { flush: true, ...(found ? { mode: found.mode } : {}) });
    const identity = identityOf(temporary);
    renameSync(temporary, target);
    flushFolder(dirname(target));
    return identity;
  } catch (error) {
    removeIfPossible(temporary);
    throw error;
  }
}

/**
 * Finds out whether a file could be replaced, and leaves it as it is. Removes what killed processes left beside it.
 * @throws Error of Node
 */
export function tryToReplace(path: string): void {
  const target = followed(path);
  const found = statSync(target, { throwIfNoEntry: false });
  if (found && !found.isFile()) throw new Error(`${path} is not a file`);
  const temporary = temporaryOf(target);
  // In /proc and the like, it is not enough to look at the mode of the folder.
  writeFileSync(temporary, "");
  rmSync(temporary);
  removeLeftovers(target);
}

/** Removes what processes left beside a file because they were killed while they wrote it. Never throws. */
export function removeLeftovers(path: string): void {
  const target = followed(path);
  for (const name of namesIn(dirname(target))) {
    const [, pid] = /\.(\d+)\.tmp$/.exec(name) ?? [];
    const temporary = temporaryOf(target, Number(pid));
    if (basename(temporary) === name && !isRunning(Number(pid))) removeIfPossible(temporary);
  }
}

/** The files in a folder. None if it does not exist, or may be written to but not listed. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Different for each file that was written. Null if there is none. */
export function identityOf(path: string): string | null {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? null : `${found.dev} ${found.ino} ${found.size} ${found.mtimeNs}`;
}

/** In the same folder, so that it is renamed and not copied. Two processes may write the same file. */
function temporaryOf(target: string, pid = process.pid): string {
  return join(dirname(target), `.${basename(target)}.${pid}.tmp`);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // A process of another user cannot be signalled.
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

/** Where a link leads. */
function followed(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** After a failure of the power, the folder must know the new name. Windows cannot flush a folder, and need not. */
function flushFolder(folder: string): void {
  try {
    const opened = openSync(folder, "r");
    try {
      fsyncSync(opened);
    } finally {
      closeSync(opened);
    }
  } catch {
    // The file itself is on the disk.
  }
}

function removeIfPossible(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // It is not a file.
  }
}
