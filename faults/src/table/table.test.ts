import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { ERROR_CODES, PAYLOAD_ERROR_CODES } from "../internals.js";
import { readTables } from "./read-table.js";

const MATRIX = new URL("../matrix/", import.meta.url);

/** The faults that tests name: `fault("…")`. */
function tested(): string[] {
  return readdirSync(MATRIX)
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => readFileSync(new URL(name, MATRIX), "utf8"))
    .flatMap((source) => [...source.matchAll(/\bfault\(\s*"([^"]+)"/g)].map(([, name = ""]) => name));
}

it("each row of the fault matrix has a test, and each test has a row", () => {
  expect([...new Set(tested())].sort()).toEqual(
    readTables()
      .map((row) => row.fault)
      .sort(),
  );
});

it("no fault has two rows", () => {
  const names = readTables().map((row) => row.fault);
  expect(new Set(names).size).toBe(names.length);
});

it("each code of the matrix exists", () => {
  const codes: readonly string[] = [...ERROR_CODES, ...PAYLOAD_ERROR_CODES];
  expect(
    readTables()
      .flatMap(({ code }) => code ?? [])
      .filter((code) => !codes.includes(code)),
  ).toEqual([]);
});
