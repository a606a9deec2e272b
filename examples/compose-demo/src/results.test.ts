import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BenchmarkResult, parseResult, runBenchmark } from "@wireduel/core";
import { memory } from "@wireduel/core/testing";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Results } from "./results.js";

let folder: string;
let result: BenchmarkResult;

beforeAll(async () => {
  result = await runBenchmark({ adapters: [memory()], payload: { sizeBytes: 1 }, receiver: "inline" });
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "compose-demo-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const read = (name: string) => readFileSync(join(folder, name), "utf8");

describe("Results", () => {
  it("creates its folder", () => {
    const path = join(folder, "a", "b");
    new Results({ path, shownAs: path });
    expect(() => new Results({ path, shownAs: path })).not.toThrow();
  });

  it("refuses a file, and shows the path that the user gave", () => {
    const path = join(folder, "file");
    writeFileSync(path, "");
    expect(() => new Results({ path, shownAs: "as named" })).toThrow(
      expect.objectContaining({ setting: "RESULTS_DIR", message: expect.stringContaining("as named") }),
    );
  });

  it("replaces the files of an earlier run, and leaves nothing else", () => {
    for (const name of ["output.log", "result.json"]) writeFileSync(join(folder, name), "earlier");
    const shown = new Results({ path: folder, shownAs: "shown" }).save(result);
    for (const name of ["output.log", "result.json"]) expect(shown).toContain(join("shown", name));
    expect(parseResult(read("result.json"))).toEqual(result);
    expect(read("output.log")).toBe("");
    expect(readdirSync(folder).toSorted()).toEqual(["output.log", "result.json"]);
  });

  it("says in one line that a file cannot be replaced", () => {
    mkdirSync(join(folder, "output.log"));
    const results = new Results({ path: folder, shownAs: "shown" });
    expect(() => results.save(result)).toThrow(
      expect.objectContaining({ exitCode: 1, message: expect.stringMatching(/^[^\n]*shown[^\n]*$/) }),
    );
    expect(readdirSync(folder)).toEqual(["output.log"]);
  });
});

/** A file system with room for 16 kB, which needs Linux and root. */
function mount(path: string): boolean {
  return spawnSync("mount", ["-t", "tmpfs", "-o", "size=16k", "tmpfs", path]).status === 0;
}
const probe = mkdtempSync(join(tmpdir(), "compose-demo-"));
const canMount = mount(probe);
if (canMount) spawnSync("umount", [probe]);
rmSync(probe, { recursive: true });

describe("a full disk", () => {
  it.skipIf(!canMount)("keeps the files of the earlier run (needs the right to mount)", () => {
    const disk = join(folder, "disk");
    mkdirSync(disk);
    expect(mount(disk)).toBe(true);
    try {
      writeFileSync(join(disk, "result.json"), "earlier");
      const results = new Results({ path: disk, shownAs: disk });
      const [timing] = result.timings;
      const large = { ...result, timings: Array(20).fill(timing) };
      expect(() => results.save(large)).toThrow(
        expect.objectContaining({ exitCode: 1, message: expect.stringContaining("ENOSPC") }),
      );
      expect(readFileSync(join(disk, "result.json"), "utf8")).toBe("earlier");
      expect(readdirSync(disk)).toEqual(["result.json"]);
    } finally {
      spawnSync("umount", [disk]);
    }
    expect(existsSync(join(disk, "result.json"))).toBe(false);
  });
});
