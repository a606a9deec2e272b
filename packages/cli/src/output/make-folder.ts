import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";

/** Makes a folder and those above it. Returns whether it did not exist. */
export function makeFolder(folder: string): boolean {
  if (existsSync(folder)) return false;
  // Only recursive if necessary, because in /proc the recursive call never returns.
  mkdirSync(folder, { recursive: !existsSync(dirname(folder)) });
  return true;
}
