import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { UsageError } from "../failure.js";
import { othersCanRead, readOrMakeToken, readToken } from "./token.js";

const folder = mkdtempSync(join(tmpdir(), "wireduel-token-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, content: string) => writeFileSync(join(folder, name), content);

describe("readOrMakeToken", () => {
  it("makes a file that only its owner can read, and reads it the next time", () => {
    const made = readOrMakeToken("--token-file", "new", folder);
    expect(made).toMatchObject({ path: join(folder, "new"), isNew: true });
    expect(made.token).toMatch(/^[\w-]{32}$/);
    if (process.platform !== "win32") expect(statSync(made.path).mode & 0o777).toBe(0o600);
    expect(othersCanRead(made.path)).toBe(false);
    expect(readOrMakeToken("--token-file", "new", folder)).toEqual({ ...made, isNew: false });
    expect(readOrMakeToken("--token-file", "other", folder).token).not.toBe(made.token);
  });

  it("notices a file that others can read", ({ skip }) => {
    skip(process.platform === "win32", "a mode says nothing there");
    write("open", "secret");
    chmodSync(join(folder, "open"), 0o644);
    expect(othersCanRead(join(folder, "open"))).toBe(true);
  });

  it("refuses a folder that does not exist", () => {
    expect(() => readOrMakeToken("--token-file", "none/token", folder)).toThrow(/^--token-file: .*ENOENT/);
  });
});

describe("readToken", () => {
  it.each([
    ["secret", "secret"],
    ["secret\n", "secret"],
    ["secret\r\n", "secret"],
  ])("reads %j", (content, token) => {
    write("token", content);
    expect(readToken("--token-file", "token", folder)).toBe(token);
  });

  it.each(["", "\n", "hidden words", "hidden\n\n", "h\u00efdden"])(
    "refuses %j without showing it",
    (content) => {
      write("token", content);
      const reading = () => readToken("--token-file", "token", folder);
      expect(reading).toThrow(UsageError);
      expect(reading).toThrow(/^--token-file: (?!.*(hidden|h\u00efdden))/);
    },
  );

  it("refuses a folder and a file that does not exist", () => {
    mkdirSync(join(folder, "folder"));
    expect(() => readToken("--token-file", "folder", folder)).toThrow(UsageError);
    expect(() => readToken("--token-file", "missing", folder)).toThrow(/missing .ENOENT/);
  });
});
