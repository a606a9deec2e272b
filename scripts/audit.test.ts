// What CI makes of each answer of the registry. A program in place of npx answers.
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { root } from "./documents.js";

const folder = mkdtempSync(join(tmpdir(), "wireduel-audit-"));
afterAll(() => rmSync(folder, { recursive: true }));

const advisory = {
  module_name: "some-package",
  severity: "high",
  title: "reads beyond its end",
  vulnerable_versions: "<1.2.3",
  url: "https://advisories.example/1",
};
const refusal = { error: { code: "ERR_PNPM_AUDIT_BAD_RESPONSE", message: "responded with 405" } };

it.skipIf(process.platform === "win32").each<[string, string, number, string]>([
  ["has advisories", JSON.stringify({ advisories: { 1: advisory } }), 1, "high: some-package <1.2.3"],
  ["has none", JSON.stringify({ advisories: {} }), 0, "0 advisories"],
  ["refuses to answer", JSON.stringify(refusal), 77, "405"],
  ["is not there", "getaddrinfo ENOTFOUND", 77, "ENOTFOUND"],
])("the registry %s", (_, answer, code, printed) => {
  writeFileSync(join(folder, "answer"), answer);
  // pnpm ends with 1 if there are advisories, and also if there is no answer.
  writeFileSync(join(folder, "npx"), `#!/bin/sh\ncat '${join(folder, "answer")}'\nexit 1\n`);
  chmodSync(join(folder, "npx"), 0o755);
  const PATH = [folder, dirname(process.execPath), "/usr/bin", "/bin"].join(delimiter);
  const audit = spawnSync(process.execPath, [join(root, "scripts/audit.mjs")], {
    env: { PATH },
    encoding: "utf8",
  });
  expect(audit.status).toBe(code);
  expect(audit.stdout).toContain(printed);
});
