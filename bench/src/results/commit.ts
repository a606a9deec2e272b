import { execFileSync } from "node:child_process";

/** The commit of the measured tree, as `1a2b3c4`, or `1a2b3c4 with changes`. Null outside of a clone. */
export function measuredCommit(): string | null {
  try {
    const commit = git("rev-parse", "--short", "HEAD");
    return git("status", "--porcelain", "--untracked-files=no") === "" ? commit : `${commit} with changes`;
  } catch {
    return null;
  }
}

function git(...args: readonly string[]): string {
  return execFileSync("git", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
}
