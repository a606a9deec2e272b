import { statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { readText } from "./read-text.js";

const COMMIT = /^([0-9a-f]{40}|[0-9a-f]{64})$/;
/** A reference that points to another one. Git allows five. */
const MOST_STEPS = 5;

/**
 * The Git commit that is checked out in a folder or in one above it. Null if there is none. It reads Git's files: to
 * start `git` would take longer than a short run, and it may not be installed.
 *
 * Whether files were changed since is not known. Git compares every file for that, which takes seconds in a large
 * repository.
 */
export function commitOf(folder: string): string | null {
  const git = gitFolder(folder);
  if (git === undefined) return null;
  // In a worktree, the references are in the folder of the main one.
  const common = resolve(git, readText(git, "commondir") ?? ".");
  let name = "HEAD";
  for (let step = 0; step < MOST_STEPS; step++) {
    const value = readText(git, name) ?? readText(common, name) ?? packed(common, name);
    if (value === null || COMMIT.test(value)) return value;
    const [, target] = value.match(/^ref: (refs\/\S+)$/) ?? [];
    // Nothing outside of Git's folder is read.
    if (target === undefined || target.includes("..")) return null;
    name = target;
  }
  return null;
}

/** The folder with `HEAD`. `.git` is that folder, or in worktrees and submodules a file with its path. */
function gitFolder(folder: string): string | undefined {
  for (let path = resolve(folder); ; path = dirname(path)) {
    const git = join(path, ".git");
    if (isFolder(git)) return git;
    const [, target] = readText(path, ".git")?.match(/^gitdir: (.+)$/) ?? [];
    if (target !== undefined) return resolve(path, target);
    if (dirname(path) === path) return undefined;
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** Git moves references that did not change for long to one file, with lines such as `1a2b... refs/heads/main`. */
function packed(common: string, name: string): string | null {
  const lines = readText(common, "packed-refs")?.split(/\r?\n/) ?? [];
  return lines.find((line) => line.endsWith(` ${name}`))?.split(" ")[0] ?? null;
}
