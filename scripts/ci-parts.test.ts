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

it.skipIf(process.platform === "win32")(
  "a part beside others has what it printed, and its own exit code",
  () => {
    const { status, stdout } = run(`
    beside sh -c 'echo slow; exit 3'
    part good echo fast
    part_beside slow`);
    expect(status).toBe(1);
    expect(stdout.split("\n").filter((line) => /^(?:fast|slow|#+ slow)$/.test(line))).toEqual([
      ...["fast", "##### slow", "slow", "slow"],
    ]);
    expect(stdout.trimEnd().split("\n").at(-1)).toBe("1 passed, 1 failed, 0 skipped");
  },
);

it.skipIf(process.platform === "win32")("CI passes if no part fails", () => {
  const { status, stdout } = run("part good true");
  expect(status).toBe(0);
  expect(stdout.trimEnd().split("\n").at(-1)).toBe("1 passed, 0 failed, 0 skipped");
});
