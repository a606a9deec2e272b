import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Results } from "./results.js";

let folder: string;
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

  it("writes what was on the terminal, and names only the files of this run", () => {
    for (const name of ["output.log", "result.json"]) writeFileSync(join(folder, name), "earlier");
    const results = new Results({ path: folder, shownAs: "shown" });
    const log = join("shown", "output.log");
    expect(results.save()).toBe(log);
    expect(read("output.log")).toBe("");
    expect(results.isStored).toBe(false);
    utimesSync(results.file, 1, 1);
    expect(results.isStored).toBe(true);
    expect(results.save()).toBe(`${log} and ${join("shown", "result.json")}`);
    expect(readdirSync(folder).toSorted()).toEqual(["output.log", "result.json"]);
  });

  it("says in one line that a file cannot be replaced", () => {
    mkdirSync(join(folder, "output.log"));
    const results = new Results({ path: folder, shownAs: "shown" });
    expect(() => results.save()).toThrow(
      expect.objectContaining({ exitCode: 1, message: expect.stringMatching(/^[^\n]*shown[^\n]*$/) }),
    );
    expect(readdirSync(folder)).toEqual(["output.log"]);
  });
});

describe("the page", () => {
  it("stands beside the result, and that of an earlier run never stays beside a new result", () => {
    const results = new Results({ path: folder, shownAs: "shown" });
    expect(results.savePage(() => "<p>1</p>")).toBe(join("shown", "report.html"));
    expect(read("report.html")).toBe("<p>1</p>");
    expect(readdirSync(folder)).toEqual(["report.html"]);
    const failed = () => {
      throw new Error("no page");
    };
    expect(() => results.savePage(failed)).toThrow("no page");
    expect(readdirSync(folder)).toEqual([]);
  });
});
