import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");

it("has docs/performance.md show what the stored run measured", () => {
  const [, shown = ""] = read("../../docs/performance.md").split("<!-- results of pnpm bench -->");
  expect(shown.split("<!-- end of results -->")[0]?.trim()).toBe(read("../results.md").trim());
});
