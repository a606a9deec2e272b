import { spawnSync } from "node:child_process";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { fileTree } from "../fixtures/file-tree.js";
import { canMount, SmallDisk } from "../fixtures/small-disk.js";
import { identityOf, replaceFile, tryToReplace } from "./replace-file.js";

let folder = "";
let path = "";
beforeEach(() => {
  folder = fileTree({});
  path = join(folder, "file.json");
});

describe("replaceFile", () => {
  it("writes a new file, replaces it, and says which one it wrote", () => {
    const first = replaceFile(path, "first");
    expect(identityOf(path)).toBe(first);
    const second = replaceFile(path, "second");
    expect(identityOf(path)).toBe(second);
    expect(second).not.toBe(first);
    expect(readFileSync(path, "utf8")).toBe("second");
    expect(readdirSync(folder)).toEqual(["file.json"]);
  });

  it("keeps a link and the mode of the file that it leads to", () => {
    const real = join(folder, "real.json");
    writeFileSync(real, "old");
    chmodSync(real, 0o600);
    symlinkSync(real, path);
    replaceFile(path, "new");
    expect(lstatSync(path).isSymbolicLink()).toBe(true);
    expect(readFileSync(real, "utf8")).toBe("new");
    expect(statSync(real).mode & 0o777).toBe(0o600);
  });

  it("leaves a folder, and a folder that does not exist, as they are", () => {
    mkdirSync(path);
    expect(() => replaceFile(path, "new")).toThrow();
    expect(() => replaceFile(join(folder, "no", "file"), "new")).toThrow(
      expect.objectContaining({ code: "ENOENT" }),
    );
    expect(readdirSync(folder)).toEqual(["file.json"]);
  });

  it.skipIf(!canMount)("keeps the old file on a full disk (skipped: this user may not mount)", () => {
    const disk = new SmallDisk(65_536);
    try {
      const full = join(disk.path, "file.json");
      const old = "o".repeat(20_000);
      replaceFile(full, old);
      expect(() => replaceFile(full, "n".repeat(60_000))).toThrow(
        expect.objectContaining({ code: "ENOSPC" }),
      );
      expect(readFileSync(full, "utf8")).toBe(old);
      expect(readdirSync(disk.path)).toEqual(["file.json"]);
    } finally {
      disk.end();
    }
  });
});

describe("tryToReplace", () => {
  it("changes nothing", () => {
    tryToReplace(path);
    expect(readdirSync(folder)).toEqual([]);
    writeFileSync(path, "old");
    const before = identityOf(path);
    tryToReplace(path);
    expect(identityOf(path)).toBe(before);
  });

  it("refuses a folder, and a folder that does not exist", () => {
    expect(() => tryToReplace(folder)).toThrow();
    expect(() => tryToReplace(join(folder, "no", "file"))).toThrow();
  });

  it("removes what a killed process left, and nothing else", () => {
    const { pid } = spawnSync(process.execPath, ["--version"]);
    const others = [".file.json.tmp", `.file.json.${process.ppid}.tmp`, `.other.json.${pid}.tmp`, "1.tmp"];
    for (const name of [...others, `.file.json.${pid}.tmp`]) writeFileSync(join(folder, name), "");
    tryToReplace(path);
    expect(readdirSync(folder).toSorted()).toEqual(others.toSorted());
  });
});
