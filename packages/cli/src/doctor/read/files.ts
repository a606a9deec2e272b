import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";

/** The text of a small file of the system, without white space at its ends. Null if it cannot be read. */
export function readText(root: string, path: string): string | null {
  return orNull(() => readFileSync(join(root, path), "utf8").trim());
}

/** The names in a folder. None if it cannot be read. */
export function namesIn(root: string, path: string): readonly string[] {
  return orNull(() => readdirSync(join(root, path))) ?? [];
}

/** Where a symbolic link points. Null if it cannot be read. */
export function targetOf(root: string, path: string): string | null {
  return orNull(() => readlinkSync(join(root, path)));
}

function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
