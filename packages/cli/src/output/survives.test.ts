// What is left of a command that was killed.
import { existsSync, readdirSync } from "node:fs";
import { parseMatrix, parseResult } from "@wireduel/core";
import { describe, expect } from "vitest";
import { EXIT } from "../exit-code.js";
import { type Cli, it, type Running } from "../fixtures/command.js";

const FAST = ["tcp", "tcp:label=again", "--count", "10"];
/** Eight blocks: a signal after the first one comes before the last one ends. */
const MATRIX = [...FAST, "--size", "100,1kB", "--rounds", "4"];

/** Kills the command itself. What it started ends by itself. */
async function kill({ child, finished }: Running): Promise<void> {
  child.kill("SIGKILL");
  expect((await finished).code).toBeNull();
}

/** The only folder of results. */
function folderOf(cli: Cli, name = "results"): string {
  const folders = readdirSync(cli.path(name));
  expect(folders).toHaveLength(1);
  return `${name}/${folders[0]}`;
}

describe.concurrent("after SIGKILL", { timeout: 240_000 }, () => {
  it("finished rounds can be reported, and are called partial", async ({ cli }) => {
    const running = cli.start([...FAST, "--size", "100", "--rounds", "1000", "--out", "results"]);
    // Not every block has a line.
    await running.announces(/block ([2-9]|\d\d)/i);
    await kill(running);
    const folder = folderOf(cli);
    expect(readdirSync(cli.path(folder))).toEqual(["result.partial.json"]);
    const left = parseResult(cli.read(folder, "result.partial.json"));
    expect(left).toMatchObject({ status: "running", comparisons: [] });
    for (const { rounds } of left.timings) expect(rounds.length).toBeGreaterThanOrEqual(2);

    for (const format of ["text", "json", "markdown", "csv-rounds"]) {
      const { code, stdout, stderr } = await cli.run(["report", "results", "--format", format]);
      expect(code, stderr).toBe(EXIT.ok);
      expect(stdout).toContain("again");
      expect(stderr).toContain("partial");
    }
    expect((await cli.run(["report", "results"])).stdout).toContain("partial");
  });

  it("an earlier file of --json is unchanged, and finished rounds are beside it", async ({ cli }) => {
    cli.write("run.json", "earlier");
    const running = cli.start([...FAST, "--size", "100", "--rounds", "1000", "--no-out", "--json=run.json"]);
    await running.announces(/block 1\b/i);
    await kill(running);
    expect(cli.read("run.json")).toBe("earlier");
    expect(parseResult(cli.read("run.partial.json")).status).toBe("running");
    expect(existsSync(cli.path("wireduel-results"))).toBe(false);
  });

  it("a matrix goes on where it stopped", async ({ cli }) => {
    const running = cli.start([...MATRIX, "--out", "results"]);
    await running.announces(/block 1\b/i);
    await kill(running);
    const folder = folderOf(cli);
    const read = () => parseMatrix(cli.read(folder, "matrix.json"));
    const left = read();
    expect(left.status).toBe("running");
    expect((await cli.run(["report", folder])).stdout).toContain("partial");

    const other = await cli.run([...MATRIX, "--margin", "20%", "--resume", folder]);
    expect(other).toMatchObject({ code: EXIT.usage, stdout: "" });
    expect(other.stderr).toMatch(/--resume: .*margin/);
    expect(read()).toEqual(left);

    const { code, stdout, stderr } = await cli.run([...MATRIX, "--resume", "results"]);
    expect(code, stderr).toBe(EXIT.ok);
    expect(stdout).toContain("1 kB");
    const whole = read();
    expect(whole).toMatchObject({ status: "completed", startedAt: left.startedAt });
    for (const [index, cell] of left.cells.entries()) {
      for (const [place, { rounds }] of (cell.result?.timings ?? []).entries()) {
        expect(whole.cells[index]?.result?.timings[place]?.rounds.slice(0, rounds.length)).toEqual(rounds);
      }
    }
    expect(existsSync(cli.path("wireduel-results"))).toBe(false);
  });

  it("a gate leaves the finished rounds of its measurement", async ({ cli }) => {
    const gate = ["gate", ...FAST, "--size", "100", "--rounds", "1000", "--fail-if-slower", "50%"];
    const running = cli.start([...gate, "--out", "results"]);
    await running.announces(/block 1\b/i);
    await kill(running);
    const left = parseResult(cli.read(folderOf(cli), "result.partial.json"));
    expect(left.status).toBe("running");
  });
});

describe.concurrent("an interrupted matrix", { timeout: 120_000 }, () => {
  it("says how it goes on", async ({ cli }) => {
    const running = cli.start([...MATRIX, "--out", "results"]);
    await running.announces(/block 1\b/i);
    running.child.kill("SIGINT");
    const { code, stderr } = await running.finished;
    expect(code, stderr).toBe(EXIT.interrupted);
    expect(stderr).toMatch(/--resume results\/.*\/matrix\.json/);
    expect(parseMatrix(cli.read(folderOf(cli), "matrix.json")).status).toBe("aborted");
  });
});
