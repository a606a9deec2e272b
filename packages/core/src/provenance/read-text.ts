import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The text of a small file, without white space at its ends. Null if it cannot be read: it may not exist on this
 * system, or Node's permission model may forbid it.
 */
export function readText(root: string, path: string): string | null {
  try {
    return readFileSync(join(root, path), "utf8").trim();
  } catch {
    return null;
  }
}

/** The names in a folder, sorted. None if it cannot be read. */
export function namesIn(root: string, path: string): readonly string[] {
  try {
    return readdirSync(join(root, path)).sort();
  } catch {
    return [];
  }
}
