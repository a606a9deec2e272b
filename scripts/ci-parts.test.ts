// What the last lines of CI say of its parts.
import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import { root } from "./documents.js";

const run = (parts: string) =>
  spawnSync("bash", ["-uc", `. .ci/parts\n${parts}\nsummary`], { cwd: root, encoding: "utf8" });

it.skipIf(process.platform === "win32")("CI names what failed, what was noted, and what did not run", () => {
  const { status, stdout } = run(`
    part good echo fine
    part bad sh -c 'seq 1000; echo why >&2; exit 3'
    part noting sh -c 'echo noted >>"$CI_NOTES"'
    part unable sh -c 'exit 77'
    leave_out absent 'nothing is there'
    part worse sh -c 'echo because; exit 1'`);
  expect(status).toBe(1);
  const [, last] = stdout.split("\n\n##### bad: FAILED, its last lines:\n");
  expect(last?.split("\n").filter((line) => !/^\d+$/.test(line))).toEqual([
    "why",
    "",
    "##### worse: FAILED, its last lines:",
    "because",
    "",
    "noted",
    "unable: NOT RUN, as its output says",
    "absent: NOT RUN, as nothing is there",
    "bad: FAILED",
    "worse: FAILED",
    "2 passed, 2 failed, 2 skipped",
    "",
  ]);
});

it.skipIf(process.platform === "win32")("parts beside others count like others, and name what failed", () => {
  const { status, stdout } = run(`
    several() { part first sh -c 'echo 1; exit 3'; part second echo 2; leave_out third 'it is late'; part fourth false; }
    lane several
    lane part alone echo 4
    lane exit 0
    part bad sh -c 'echo why; exit 1'
    join_lanes`);
  expect(status).toBe(1);
  const [, last] = stdout.split("\n##### bad: FAILED, its last lines:\n");
  expect(last?.split("\n").filter((line) => line !== "")).toEqual([
    "why",
    "##### first: FAILED, its last lines:",
    "1",
    "##### fourth: FAILED, its last lines:",
    "##### a lane that ended early: FAILED, its last lines:",
    "third: NOT RUN, as it is late",
    "bad: FAILED",
    "first: FAILED",
    "fourth: FAILED",
    "a lane that ended early: FAILED",
    "2 passed, 4 failed, 1 skipped",
  ]);
});

it.skipIf(process.platform === "win32")("CI passes if no part fails", () => {
  const { status, stdout } = run("part good true");
  expect(status).toBe(0);
  expect(stdout.trimEnd().split("\n").at(-1)).toBe("1 passed, 0 failed, 0 skipped");
});
