import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { buildAxes, buildMatrix } from "../fixtures/build-matrix.js";
import { buildResult, buildRound, buildTiming } from "../fixtures/build-result.js";
import { fileTree } from "../fixtures/file-tree.js";
import { MatrixFile } from "./matrix-file.js";

const matrix = buildMatrix(buildAxes([1]), [buildResult([buildTiming("WebSocket", buildRound([1]))])]);
const later = { ...matrix, durationMs: 90_000 };

let folder = "";
let path = "";
beforeEach(() => {
  folder = fileTree({});
  path = join(folder, "matrix.json");
});

const withCode = (code: string) => expect.objectContaining({ code });

describe("the file of a matrix", () => {
  it("gives back what was written, and nothing else stays in the folder", () => {
    const file = new MatrixFile(path);
    expect(file.read()).toBeNull();
    file.write(matrix);
    file.write(later);
    expect(new MatrixFile(path).read()).toEqual(later);
    expect(readdirSync(folder)).toEqual(["matrix.json"]);
  });

  it.each([
    ["not JSON", "{"],
    ["cut off", JSON.stringify(matrix).slice(0, -5)],
    ["the result of a single run", JSON.stringify(matrix.cells[0]?.result)],
    ["empty", ""],
  ])("is refused and left as it is if it is %s", (_, content) => {
    writeFileSync(path, content);
    const file = new MatrixFile(path);
    expect(() => file.read()).toThrow(withCode("INVALID_RESULT"));
    expect(readFileSync(path, "utf8")).toBe(content);
  });

  it.each([
    ["a later", matrix],
    ["the first", null],
  ])("has nothing beside it any more that a process left which was killed in %s write", (_, stored) => {
    if (stored) new MatrixFile(path).write(stored);
    const { pid } = spawnSync(process.execPath, ["--version"]);
    writeFileSync(join(folder, `.matrix.json.${pid}.tmp`), "{");
    expect(new MatrixFile(path).read()).toEqual(stored);
    expect(readdirSync(folder)).toEqual(stored ? ["matrix.json"] : []);
  });

  it("is not replaced if another program changed it", () => {
    const file = new MatrixFile(path);
    file.read();
    file.write(matrix);
    const other = new MatrixFile(path);
    other.read();
    other.write(later);
    expect(file.write(matrix)).toEqual(withCode("FILE_NOT_WRITTEN"));
    expect(file.changed).toEqual(withCode("FILE_NOT_WRITTEN"));
    expect(new MatrixFile(path).read()).toEqual(later);
  });

  it("is not replaced if it appeared meanwhile", () => {
    const file = new MatrixFile(path);
    file.read();
    writeFileSync(path, "mine");
    expect(file.write(matrix)).toEqual(withCode("FILE_NOT_WRITTEN"));
    expect(readFileSync(path, "utf8")).toBe("mine");
  });

  it("may be a link, which stays", () => {
    const real = join(folder, "real.json");
    writeFileSync(real, JSON.stringify(matrix));
    symlinkSync(real, path);
    const file = new MatrixFile(path);
    file.read();
    file.write(later);
    expect(lstatSync(path).isSymbolicLink()).toBe(true);
    expect(JSON.parse(readFileSync(real, "utf8"))).toEqual(later);
  });

  it("keeps the old state if the new one cannot be written", () => {
    const file = new MatrixFile(path);
    file.read();
    file.write(matrix);
    // A folder in the place of the temporary file: nobody can write it, not even root.
    mkdirSync(join(folder, `.matrix.json.${process.pid}.tmp`));
    expect(file.write(later)).toEqual(withCode("FILE_NOT_WRITTEN"));
    expect(file.changed).toBeNull();
    expect(new MatrixFile(path).read()).toEqual(matrix);
  });

  it.each([[5], [""], ["a\0b"], [null]])("refuses the path %j", (bad) => {
    expect(() => new MatrixFile(bad)).toThrow(withCode("INVALID_OPTION"));
  });

  it("refuses a folder, and a file in a folder that does not exist", () => {
    expect(() => new MatrixFile(folder).read()).toThrow(withCode("INVALID_OPTION"));
    const file = new MatrixFile(join(folder, "no", "matrix.json"));
    expect(file.read()).toBeNull();
    expect(file.write(matrix)).toEqual(withCode("FILE_NOT_WRITTEN"));
    expect(existsSync(join(folder, "no"))).toBe(false);
  });

  it.skipIf(process.getuid?.() === 0)("says that it cannot be read (skipped: root reads everything)", () => {
    writeFileSync(path, JSON.stringify(matrix));
    chmodSync(path, 0o000);
    expect(() => new MatrixFile(path).read()).toThrow(withCode("INVALID_OPTION"));
  });
});
