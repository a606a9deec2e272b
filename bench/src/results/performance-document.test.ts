import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { formatInShort } from "./in-short.js";
import { formatMarkdown } from "./report.js";
import type { BenchResults } from "./results.js";

const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");
const document = read("../../../docs/performance.md");
const between = (begin: string, end: string) => document.split(begin)[1]?.split(end)[0]?.trim();

it("reads the stored results.json, and formats it as the stored Markdown", () => {
  const results = JSON.parse(read("../../results.json")) as BenchResults;
  expect(formatMarkdown(results)).toBe(read("../../results.md"));
  expect(formatInShort(results)).toBe(read("../../in-short.md"));
});

it("shows the stored results in docs/performance.md", () => {
  expect(between("<!-- results of pnpm bench -->", "<!-- end of results -->")).toBe(
    read("../../results.md").trim(),
  );
  expect(between("<!-- results of pnpm bench, in short -->", "<!-- end of in short -->")).toBe(
    read("../../in-short.md").trim(),
  );
});
