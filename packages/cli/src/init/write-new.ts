import { writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { CommandError } from "../failure.js";
import { makeFolder } from "../output/make-folder.js";

/**
 * Writes a file, and the folders above it.
 * @param force whether a file that exists is replaced
 * @throws CommandError if it cannot be written
 */
export function writeNew(path: string, text: string, force: boolean): void {
  try {
    makeFolder(dirname(path));
    writeFileSync(path, text, { flag: force ? "w" : "wx" });
  } catch (error) {
    throw new CommandError(`cannot write ${path} (${(error as NodeJS.ErrnoException).code})`);
  }
}
