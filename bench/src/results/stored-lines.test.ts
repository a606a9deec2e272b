import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { beginLines, formatHead, readLines } from "./stored-lines.js";

const folder = mkdtempSync(join(tmpdir(), "stored-lines-"));
afterAll(() => rmSync(folder, { recursive: true }));

it("keeps every line that was appended, and leaves out one that was cut", () => {
  const path = join(folder, "new", "a.jsonl");
  const append = beginLines<{ run: number }>(path, "pnpm bench same", { runs: 2 });
  append({ run: 1 });
  append({ run: 2 });
  appendFileSync(path, '{"run":');
  const stored = readLines<{ run: number }>(path);
  expect(stored?.lines).toEqual([{ run: 1 }, { run: 2 }]);
  expect(stored?.head).toMatchObject({
    schemaVersion: 1,
    command: "pnpm bench same",
    settings: { runs: 2 },
    node: process.version,
  });
});

it("stores whole numbers as they are, and six figures of the others", () => {
  const path = join(folder, "d.jsonl");
  beginLines<unknown>(path, "one", {})({ seed: 2_147_483_647, times: [0.123_456_789, 1_234.567_89] });
  expect(readLines(path)?.lines).toEqual([{ seed: 2_147_483_647, times: [0.123_457, 1_234.57] }]);
});

it("replaces an older file", () => {
  const path = join(folder, "b.jsonl");
  beginLines<number>(path, "one", {})(1);
  beginLines<number>(path, "two", {});
  expect(readLines(path)).toMatchObject({ head: { command: "two" }, lines: [] });
});

it("reads nothing where there is no file", () => {
  expect(readLines(join(folder, "none.jsonl"))).toBeUndefined();
});

it("names the command, the commit and the machine in one line", () => {
  const path = join(folder, "c.jsonl");
  beginLines(path, "pnpm bench tuned", {});
  const head = readLines(path)?.head;
  if (!head) throw new Error("no head");
  expect(formatHead({ ...head, commit: "1a2b3c4" })).toMatch(/^`pnpm bench tuned`; .*commit 1a2b3c4.*Node v/);
  expect(formatHead({ ...head, commit: null })).not.toContain("null");
});
