import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { ownFile, ownRequire } from "./own-files.js";

const folder = mkdtempSync(join(tmpdir(), "wireduel-own-"));
writeFileSync(join(folder, "there.txt"), "");
afterAll(() => rmSync(folder, { recursive: true }));
/** A module that a bundler wrote into a folder without anything else. */
const moved = pathToFileURL(join(folder, "bundle.js")).href;
const refused = expect.objectContaining({ code: "BUNDLED", message: expect.stringContaining("@wireduel/*") });

describe("ownFile", () => {
  it("is the first place that exists", () => {
    expect(ownFile("a", moved, ["./missing.txt", "./there.txt"])).toBe(join(folder, "there.txt"));
  });

  it.each([[moved], [undefined]])("refuses a module without its files: %s", (module) => {
    expect(() => ownFile("a", module, ["./missing.txt"])).toThrow(refused);
  });
});

describe("ownRequire", () => {
  it("loads what it needs", () => {
    const require = ownRequire("a", import.meta.url, ["eventemitter3/package.json"]);
    expect(require("eventemitter3/package.json")).toMatchObject({ name: "eventemitter3" });
  });

  it.each([[moved], [undefined]])("refuses a module that does not find it: %s", (module) => {
    expect(() => ownRequire("a", module, ["a-library-that-does-not-exist"])).toThrow(refused);
  });
});
