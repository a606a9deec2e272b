import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fileTree } from "../fixtures/file-tree.js";
import { commitOf } from "./commit.js";

const COMMIT = "0123456789abcdef0123456789abcdef01234567";
const OTHER = "f".repeat(40);
const gitInstalled = spawnSync("git", ["--version"]).status === 0;
const AUTHOR = ["-c", "user.name=nobody", "-c", "user.email=nobody@localhost"];
const git = (folder: string, ...args: string[]) =>
  execFileSync("git", ["-C", folder, ...args], { encoding: "utf8" }).trim();
const found = (files: Readonly<Record<string, string>>, folder = "") =>
  commitOf(join(fileTree(files), folder));

describe("the commit of a folder", () => {
  it("is the one that the branch points to, also from a folder below", () => {
    const files = { ".git/HEAD": "ref: refs/heads/main\n", ".git/refs/heads/main": `${COMMIT}\n` };
    expect(found(files)).toBe(COMMIT);
    expect(found({ ...files, "src/deep/file.ts": "" }, "src/deep")).toBe(COMMIT);
  });

  it("is the one of a detached HEAD", () => {
    expect(found({ ".git/HEAD": `${COMMIT}\n` })).toBe(COMMIT);
    expect(found({ ".git/HEAD": `${"a".repeat(64)}\n` })).toBe("a".repeat(64));
  });

  it("is found among packed references, and a loose one comes first", () => {
    const packed = {
      ".git/HEAD": "ref: refs/heads/main\n",
      ".git/packed-refs": `# pack-refs with: peeled\n${OTHER} refs/heads/x/refs/heads/main\n${COMMIT} refs/heads/main\n^${OTHER}\n`,
    };
    expect(found(packed)).toBe(COMMIT);
    expect(found({ ...packed, ".git/refs/heads/main": `${OTHER}\n` })).toBe(OTHER);
  });

  it("is the one of a worktree, whose references are in the main folder", () => {
    const files = {
      "main/.git/refs/heads/feature": `${COMMIT}\n`,
      "main/.git/worktrees/tree/HEAD": "ref: refs/heads/feature\n",
      "main/.git/worktrees/tree/commondir": "../..\n",
      "tree/.git": "gitdir: ../main/.git/worktrees/tree\n",
    };
    expect(found(files, "tree")).toBe(COMMIT);
  });

  it("follows references to references, but not in a circle", () => {
    const start = { ".git/HEAD": "ref: refs/heads/a\n", ".git/refs/heads/a": "ref: refs/heads/b\n" };
    expect(found({ ...start, ".git/refs/heads/b": `${COMMIT}\n` })).toBe(COMMIT);
    expect(found({ ...start, ".git/refs/heads/b": "ref: refs/heads/a\n" })).toBeNull();
  });

  it.each([
    [{}],
    // A branch without a commit, references in another format, and files that are not Git's.
    [{ ".git/HEAD": "ref: refs/heads/main\n" }],
    [{ ".git/HEAD": "ref: refs/heads/.invalid\n", ".git/reftable/tables.list": "" }],
    [{ ".git/HEAD": "nonsense\n" }],
    [{ ".git": "nonsense\n" }],
    [{ ".git/HEAD": "ref: refs/../../secret\n", secret: `${COMMIT}\n` }],
  ])("is null for %j", (files) => {
    expect(found(files)).toBeNull();
  });

  it.skipIf(!gitInstalled)("is the one that git names, also in a worktree and with packed references", () => {
    const root = fileTree({ "main/file": "text" });
    const [main, tree] = [join(root, "main"), join(root, "tree")];
    git(main, "init", "--quiet");
    git(main, ...AUTHOR, "commit", "--quiet", "--allow-empty", "--message", "first");
    git(main, "worktree", "add", "--quiet", tree);
    git(tree, ...AUTHOR, "commit", "--quiet", "--allow-empty", "--message", "second");
    const [first, second] = [git(main, "rev-parse", "HEAD"), git(tree, "rev-parse", "HEAD")];
    expect(first).not.toBe(second);
    expect([commitOf(main), commitOf(tree)]).toEqual([first, second]);
    git(main, "pack-refs", "--all");
    expect([commitOf(main), commitOf(tree)]).toEqual([first, second]);
  });
});
