import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StoredResult } from "@wireduel/core/report";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { measureMatrix, measureRun } from "./fixtures/stored.js";
import { FORMAT_NAMES, FORMATS, formatStored } from "./formats.js";
import { parseStored } from "./parse-stored.js";

const folder = mkdtempSync(join(tmpdir(), "wireduel-formats-"));
afterAll(() => rmSync(folder, { recursive: true }));

let result: StoredResult;
let matrix: StoredResult;
beforeAll(async () => {
  result = await measureRun();
  matrix = await measureMatrix(folder);
});

describe("formats", () => {
  it.each(FORMAT_NAMES)("%s writes a result, and a matrix or says that it cannot", async (name) => {
    expect(await formatStored(result, name)).toMatch(/[^\n]\r?\n$/);
    const ofMatrix = formatStored(matrix, name);
    if (FORMATS[name].onlyRuns) {
      await expect(ofMatrix).rejects.toMatchObject({ code: "INVALID_OPTION" });
    } else {
      expect(await ofMatrix).toMatch(/[^\n]\r?\n$/);
    }
  });

  it("have different extensions", () => {
    const extensions = Object.values(FORMATS).map(({ extension }) => extension);
    expect(new Set(extensions).size).toBe(FORMAT_NAMES.length);
  });

  it("read back what json wrote", async () => {
    expect(parseStored(await formatStored(result, "json"))).toEqual(result);
    expect(parseStored(await formatStored(matrix, "json"))).toEqual(matrix);
  });

  it.each(["", "{", "null", "[]", '{"kind":"matrix"}', "{}"])("refuse %j", (text) => {
    expect(() => parseStored(text)).toThrow(expect.objectContaining({ code: "INVALID_RESULT" }));
  });
});
