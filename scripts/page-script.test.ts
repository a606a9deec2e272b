import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { PAGE_SCRIPT, pageScriptModule } from "./page-script.js";

it("the script of a page is that of its sources; see CONTRIBUTING.md", async () => {
  expect(readFileSync(PAGE_SCRIPT, "utf8")).toBe(await pageScriptModule());
});
