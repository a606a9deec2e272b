import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Writes a file in one step: whoever reads it finds the old content or all of the new one, also if the disk is full or
 * the process ends. A symbolic link stays. What is not a regular file, such as `/dev/stdout`, is written to directly.
 * @throws Error of Node, with a code such as `ENOSPC`
 */
export function writeFileAtomically(path: string, content: string): void {
  const target = followed(path);
  const found = statSync(target, { throwIfNoEntry: false });
  if (found?.isDirectory() === false && !found.isFile()) {
    writeFileSync(target, content);
    return;
  }
  // In the same folder, so that it is renamed and not copied.
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
  try {
    // Flushed, so that the new name never leads to a file that is not on the disk yet.
    writeFileSync(temporary, content, { flush: true, ...(found ? { mode: found.mode } : {}) });
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function followed(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
