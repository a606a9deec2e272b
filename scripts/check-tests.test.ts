// What CI makes of failed tests. A program in place of npx runs vitest on a few test files that fail at certain runs.
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { root } from "./documents.js";

const folder = mkdtempSync(join(tmpdir(), "wireduel-check-tests-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A test that fails at the first `times` runs. */
const failing = (times: number) => `
  import { appendFileSync, readFileSync } from "node:fs";
  const runs = import.meta.filename + ".runs";
  appendFileSync(runs, ".");
  test("is tried", () => expect(readFileSync(runs, "utf8").length).toBeGreaterThan(${times}));`;
/** A test file with an error that no test waits for, at the first run. */
const throwing = `${failing(0)}
  if (readFileSync(runs, "utf8").length === 1) test("throws later", () => void Promise.reject(new Error("late")));`;

const ONCE = "is tried: expected 1 to be greater than 1";
const unsteady = (name: string, what: string) =>
  `UNSTEADY TEST: ${name}.test.js: ${what}: failed beside others, passed alone`;
const failed = (name: string, what: string) => `FAILED TEST: ${name}.test.js: ${what}`;

it.skipIf(process.platform === "win32").each<[string, Record<string, string>, number, string[]]>([
  ["one fails at first", { a: failing(1), b: failing(0) }, 0, [unsteady("a", ONCE)]],
  ["one throws outside", { a: throwing }, 0, [unsteady("a", "outside of its tests")]],
  [
    "one fails twice, another at first",
    { a: failing(2), b: failing(1) },
    1,
    [failed("a", "is tried: expected 2 to be greater than 2: failed twice"), unsteady("b", ONCE)],
  ],
  [
    "many fail",
    { a: failing(1), b: failing(1), c: failing(1), d: failing(1), e: failing(1) },
    1,
    ["a", "b", "c", "d", "e"].map((name) => failed(name, `${ONCE}: failed`)),
  ],
  ["there is none", {}, 1, ["FAILED TEST: vitest ended with exit code 1: failed"]],
])(
  "%s",
  (_, files, code, lines) => {
    const project = mkdtempSync(join(folder, "project-"));
    const vitest = join(root, "node_modules/vitest/vitest.mjs");
    const notes = join(project, "notes");
    writeFileSync(notes, "");
    writeFileSync(join(project, "vitest.config.mjs"), "export default { test: { globals: true } };");
    for (const [name, text] of Object.entries(files)) writeFileSync(join(project, `${name}.test.js`), text);
    // Without "--yes pnpm@10 test".
    const npx = `#!/bin/sh\nshift 3\ncd '${project}'\nexec '${process.execPath}' '${vitest}' run "$@"\n`;
    writeFileSync(join(project, "npx"), npx);
    chmodSync(join(project, "npx"), 0o755);
    const { status } = spawnSync(process.execPath, [join(root, "scripts/check-tests.mjs")], {
      env: {
        PATH: [project, dirname(process.execPath), "/usr/bin", "/bin"].join(delimiter),
        CI_NOTES: notes,
      },
      encoding: "utf8",
    });
    const noted = readFileSync(notes, "utf8").split("\n").slice(0, -1);
    // A temporary folder is not below the project.
    const names = noted.map((line) => line.replace(/: \S*\/(\w\.test\.js)/, ": $1"));
    expect(names.toSorted()).toEqual(lines.toSorted());
    expect(status).toBe(code);
  },
  240_000,
);
