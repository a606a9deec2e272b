import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { tryToWrite, writeFileAtomically } from "./write-file.js";

const folder = mkdtempSync(join(tmpdir(), "wireduel-write-"));
const at = (name: string) => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

describe("tryToWrite", () => {
  it("changes nothing, whether a file can be written or not", () => {
    mkdirSync(at("tried"));
    writeFileSync(at("tried/old"), "old");
    tryToWrite(at("tried/new"));
    tryToWrite(at("tried/old"));
    expect(() => tryToWrite(at("tried"))).toThrow();
    expect(() => tryToWrite(at("missing/file"))).toThrow(expect.objectContaining({ code: "ENOENT" }));
    expect(readdirSync(at("tried"))).toEqual(["old"]);
    expect(readFileSync(at("tried/old"), "utf8")).toBe("old");
    rmSync(at("tried"), { recursive: true });
  });
});

describe("writeFileAtomically", () => {
  it("writes a new file and replaces one, and leaves nothing else", () => {
    writeFileAtomically(at("new"), "1");
    writeFileAtomically(at("new"), "2");
    expect(readFileSync(at("new"), "utf8")).toBe("2");
    expect(readdirSync(folder)).toEqual(["new"]);
  });

  it("keeps a symbolic link", () => {
    symlinkSync("target", at("link"));
    writeFileSync(at("target"), "old");
    writeFileAtomically(at("link"), "new");
    expect(lstatSync(at("link")).isSymbolicLink()).toBe(true);
    expect(readFileSync(at("target"), "utf8")).toBe("new");
  });

  it("leaves everything as it was if it fails", () => {
    mkdirSync(at("a-folder"));
    expect(() => writeFileAtomically(at("a-folder"), "text")).toThrow();
    expect(() => writeFileAtomically(at("missing/file"), "text")).toThrow(
      expect.objectContaining({ code: "ENOENT" }),
    );
    expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  it.runIf(process.platform === "linux")("writes to a device directly", () => {
    expect(() => writeFileAtomically("/dev/full", "text")).toThrow(
      expect.objectContaining({ code: "ENOSPC" }),
    );
    writeFileAtomically("/dev/null", "text");
    expect(lstatSync("/dev/null").isCharacterDevice()).toBe(true);
  });
});
