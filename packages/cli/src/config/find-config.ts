import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { UsageError } from "../failure.js";

/** The names that a configuration file may have. */
export const CONFIG_NAMES: readonly string[] = ["ts", "mts", "js", "mjs", "json"].map(
  (extension) => `wireduel.config.${extension}`,
);

/**
 * Finds the configuration file of a folder, or of one above in the same repository.
 * @returns undefined if there is none
 * @throws UsageError if a folder has two
 */
export function findConfig(folder: string): string | undefined {
  for (const one of upToRepository(folder)) {
    const found = CONFIG_NAMES.filter((name) => existsSync(join(one, name)));
    if (found.length > 1) {
      throw new UsageError(`${one} has ${found.join(" and ")}; keep one of them, or name one with --config`);
    }
    if (found[0] !== undefined) return join(one, found[0]);
  }
  return undefined;
}

/** This folder and those above, as far as the root of the repository. Outside of a repository: this folder only. */
function upToRepository(folder: string): readonly string[] {
  const folders = [folder];
  for (let one = folder; ; one = dirname(one)) {
    if (one !== folder) folders.push(one);
    if (existsSync(join(one, ".git"))) return folders;
    if (dirname(one) === one) return [folder];
  }
}
