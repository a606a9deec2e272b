import { dirname, resolve } from "node:path";
import type { Context } from "../context.js";
import { CommandError } from "../failure.js";
import { makeFolder } from "./make-folder.js";
import { writeFileAtomically } from "./write-file.js";

/**
 * Writes the file that `--output` names, in one step. Makes its folder.
 * @throws CommandError if it cannot be written
 */
export function writeOutput(path: string, text: string, { cwd }: Pick<Context, "cwd">): void {
  const file = resolve(cwd, path);
  try {
    makeFolder(dirname(file));
    writeFileAtomically(file, text);
  } catch (error) {
    throw new CommandError(`--output: ${path} cannot be written: ${(error as Error).message}`);
  }
}
