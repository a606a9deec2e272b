import { realpathSync, renameSync, rmSync, type Stats, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Writes a file in one step: whoever reads it finds the old content or all of the new one, also if the disk is full or
 * the process ends. A symbolic link stays. What is not a regular file, such as `/dev/stdout`, is written to directly.
 * @throws Error of Node, with a code such as `ENOSPC`
 */
export function writeFileAtomically(path: string, content: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (isDevice(found)) {
    writeFileSync(path, content);
    return;
  }
  const target = followed(path);
  const temporary = temporaryOf(target);
  try {
    // Flushed, so that the new name never leads to a file that is not on the disk yet.
    writeFileSync(temporary, content, { flush: true, ...(found ? { mode: found.mode } : {}) });
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/**
 * Finds out whether a file could be written, and leaves everything as it is.
 * @throws Error of Node
 */
export function tryToWrite(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory()) throw new Error("it is a folder");
  if (isDevice(found)) return;
  const temporary = temporaryOf(followed(path));
  // In /proc and the like, it is not enough to look at the mode of the folder.
  writeFileSync(temporary, "");
  rmSync(temporary);
}

/** In the same folder, so that it is renamed and not copied. */
function temporaryOf(target: string): string {
  return join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
}

/** Whether it is a device or a pipe. */
function isDevice(found: Stats | undefined): boolean {
  return found !== undefined && !found.isFile() && !found.isDirectory();
}

function followed(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
