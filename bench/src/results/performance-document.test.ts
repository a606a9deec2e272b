import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { formatMarkdown } from "./report.js";
import type { BenchResults } from "./results.js";

const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");

it("reads the stored results.json, and formats it as the stored results.md", () => {
  const results = JSON.parse(read("../../results.json")) as BenchResults;
  expect(formatMarkdown(results)).toBe(read("../../results.md"));
});

it("shows the stored results in docs/performance.md", () => {
  const [, shown = ""] = read("../../../docs/performance.md").split("<!-- results of pnpm bench -->");
  expect(shown.split("<!-- end of results -->")[0]?.trim()).toBe(read("../../results.md").trim());
});
