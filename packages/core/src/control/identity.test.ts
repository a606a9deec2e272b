import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { CORE_VERSION } from "./identity.js";

it("CORE_VERSION is the version in package.json", () => {
  const manifest = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  expect(CORE_VERSION).toBe((JSON.parse(manifest) as { version: string }).version);
});
