import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseCommandLine } from "./command-line.js";
import { heldNow, leftBehind } from "./held.js";
import { KINDS, runOf } from "./kinds.js";
import { reportOf } from "./report.js";
import { soak } from "./soak.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wireduel-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("what a run leaves behind", () => {
  it("is found: a server, a child process, a temporary file", async () => {
    const before = heldNow(folder);
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1e6)"], { stdio: "ignore" });
    const file = join(folder, "left.tmp");
    writeFileSync(file, "left");
    const left = await leftBehind(before, folder, 0);
    expect(left).toContainEqual(expect.stringMatching(/^1 more temporary file left\.tmp$/));
    expect(left).toContainEqual(expect.stringMatching(/^1 more child process .*setInterval/));
    expect(left).toContainEqual(expect.stringMatching(/^1 more handle TCPServerWrap$/));
    expect(left).toContainEqual(expect.stringMatching(/^\d+ more descriptor$/));

    rmSync(file);
    child.kill("SIGKILL");
    server.close();
    expect(await leftBehind(before, folder)).toEqual([]);
  });
});

describe("a soak", () => {
  it("draws the same run for the same seed, and all kinds in turn", () => {
    expect(runOf(77)).toEqual(runOf(77));
    const drawn = KINDS.map((_, index) => runOf(1_000 + index).kind.name);
    expect(new Set(drawn).size).toBe(KINDS.length);
  });

  it("runs, and says what it ran", { timeout: 600_000 }, async () => {
    const report = await soak({ seed: 1, forMs: 0, runs: 1, folder });
    expect(report.failures).toEqual([]);
    expect([...report.kinds].map(([name, { runs }]) => [name, runs])).toEqual([[runOf(1).kind.name, 1]]);
    expect(reportOf(report)).toContain(`${runOf(1).kind.name}  1 run`);
  });

  it("shows the seed that repeats a failure", () => {
    const failures = [{ seed: 12, what: "1 more descriptor", scenario: runOf(12).scenario }];
    const text = reportOf({ kinds: new Map(), failures, memory: { beforeBytes: 1e6, afterBytes: 1e6 } });
    expect(text).toContain("--seed 12 --runs 1");
  });

  it.each([["--minutes", "soon"], ["--seed", "-1"], ["--runs", "1.5"], ["--forever"], ["now"]])(
    "refuses the arguments %j",
    (...args) => {
      expect(() => parseCommandLine(args.filter(Boolean), 1)).toThrow();
    },
  );

  it("takes ten minutes by default, with a fresh seed", () => {
    expect(parseCommandLine([], 5)).toMatchObject({ minutes: 10, seed: 5 });
    expect(parseCommandLine(["--minutes", "0.5", "--seed", "7"], 5)).toMatchObject({ minutes: 0.5, seed: 7 });
  });
});
