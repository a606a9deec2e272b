// Runs all tests like `pnpm test`. If a few files failed, runs these once more with nothing beside them. What passes then is
// unsteady: this names it, also in the last lines of CI, but does not fail. What fails again fails.
import { spawnSync } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { root } from "./packages.mjs";

// More failed files are a fault, not bad luck.
const MOST_AGAIN = 4;
const reporters = ["--reporter=default", `--reporter=${join(root, "scripts/failed-tests-reporter.mjs")}`];
const folder = mkdtempSync(join(tmpdir(), "wireduel-tests-"));
const report = join(folder, "failed.json");

/** Runs tests. Returns the failed tests of each file, and the errors that belong to no file. */
function test(...args) {
  rmSync(report, { force: true });
  const { status } = spawnSync("npx", ["--yes", "pnpm@10", "test", ...reporters, ...args], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, FAILED_TESTS: report },
  });
  if (status === 0) return { files: {}, errors: [] };
  const unknown = { files: {}, errors: [`vitest ended with exit code ${status}`] };
  try {
    const failed = JSON.parse(readFileSync(report, "utf8"));
    return Object.keys(failed.files).length + failed.errors.length > 0 ? failed : unknown;
  } catch {
    return unknown;
  }
}

/** Prints a line for each failed test. CI repeats these lines at its end. */
function note(heading, { files, errors }, ending) {
  const names = Object.entries(files).flatMap(([file, tests]) =>
    (tests.length > 0 ? tests : ["outside of its tests"]).map((name) => `${relative(root, file)}: ${name}`),
  );
  for (const name of [...names, ...errors]) {
    const line = `${heading}: ${name}: ${ending}`;
    console.log(line);
    if (process.env.CI_NOTES) appendFileSync(process.env.CI_NOTES, `${line}\n`);
  }
}

try {
  const first = test();
  const again = Object.keys(first.files);
  if (first.errors.length > 0 || again.length > MOST_AGAIN) {
    note("FAILED TEST", first, "failed");
    process.exitCode = 1;
  } else if (again.length > 0) {
    console.log(`\n${again.length} test files failed. They run once more, one after the other.\n`);
    const second = test("--no-file-parallelism", ...again);
    const steady = Object.entries(first.files).filter(([file]) => !(file in second.files));
    if (second.errors.length === 0) {
      note(
        "UNSTEADY TEST",
        { files: Object.fromEntries(steady), errors: [] },
        "failed beside others, passed alone",
      );
    }
    note("FAILED TEST", second, "failed twice");
    if (Object.keys(second.files).length + second.errors.length > 0) process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}
