import { existsSync, mkdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Context } from "../context.js";
import { CommandError } from "../failure.js";
import { writeFileAtomically } from "./write-file.js";

/**
 * Writes the file that `--output` names, in one step. Makes its folder.
 * @throws CommandError if it cannot be written
 */
export function writeOutput(path: string, text: string, { cwd }: Pick<Context, "cwd">): void {
  const file = resolve(cwd, path);
  const folder = dirname(file);
  try {
    // Only recursive if necessary, because in /proc the recursive call never returns.
    if (!existsSync(folder)) mkdirSync(folder, { recursive: !existsSync(dirname(folder)) });
    writeFileAtomically(file, text);
  } catch (error) {
    throw new CommandError(`--output: ${path} cannot be written: ${(error as Error).message}`);
  }
}
