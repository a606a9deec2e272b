import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CORE_VERSION } from "@wireduel/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { COMMANDS } from "../commands/index.js";
import { EXIT } from "../exit-code.js";
import { flagName } from "../flags/flag.js";
import { runHere } from "./fixtures/in-process.js";

let cwd = "";
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "wireduel-program-"));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

describe("help", () => {
  it.each([[["--help"]], [["-h"]], [["help"]]])("%j lists the commands on stdout", async (argv) => {
    const { exitCode, stdout, stderr } = await runHere(argv, { cwd });
    expect({ exitCode, stderr }).toEqual({ exitCode: EXIT.ok, stderr: "" });
    for (const { name, summary } of COMMANDS) {
      expect(stdout).toContain(`\n  ${name}`);
      expect(stdout.replaceAll(/\s+/g, " ")).toContain(summary);
    }
  });

  it.each(COMMANDS)("of $name has each flag and each example", async (command) => {
    const { stdout } = await runHere(["help", command.name], { cwd });
    for (const [key, { configurationOnly, help }] of Object.entries(command.flags)) {
      if (configurationOnly) continue;
      expect(stdout).toContain(`  ${flagName(key)}`);
      expect(stdout.replaceAll(/\s+/g, " ")).toContain(help.replaceAll(/\s+/g, " "));
    }
    expect(command.examples.length).toBeGreaterThan(0);
    for (const { command: line } of command.examples) expect(stdout).toContain(line);
    expect(Math.max(...stdout.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(100);
    expect((await runHere([command.name, "--help"], { cwd })).stdout).toBe(stdout);
  });

  it("of the default command is shown for its flags, too", async () => {
    expect((await runHere(["ws", "--help"], { cwd })).stdout).toBe(
      (await runHere(["run", "-h"], { cwd })).stdout,
    );
  });

  it("is shown on stderr if nothing is asked for", async () => {
    const { exitCode, stdout, stderr } = await runHere([], { cwd });
    expect({ exitCode, stdout }).toEqual({ exitCode: EXIT.usage, stdout: "" });
    expect(stderr).toBe((await runHere(["--help"], { cwd })).stdout);
  });
});

it.each(["--version", "-V"])("%s prints the version only", async (flag) => {
  expect(await runHere([flag], { cwd })).toEqual({
    exitCode: EXIT.ok,
    stdout: `${CORE_VERSION}\n`,
    stderr: "",
  });
});

it("takes values that look like flags, and flags that come first", async () => {
  for (const line of [
    "no-such-adapter --seed -3",
    "--seed -3 --tls no-such-adapter",
    "--no-tls no-such-adapter",
  ]) {
    expect((await runHere(line.split(" "), { cwd })).stderr).toMatch(/^wireduel: no-such-adapter is not/);
  }
});

it.each([
  ["rnu ws", "neither a command nor an adapter; did you mean run?"],
  ["ws run", "run is a command, and comes first"],
  ["wss grpc", "did you mean ws?"],
  ["ws rnu", "rnu is not an adapter; known are"],
  ["http2 --quick", "http2 is neither a command nor an adapter; did you mean http:version=2?"],
  ["ws HTTP/2", "HTTP/2 is not an adapter; did you mean http:version=2?"],
  ["ws websocket", "did you mean ws?"],
])("wireduel %s: a command or an adapter was meant", async (line, message) => {
  const { exitCode, stderr } = await runHere(line.split(" "), { cwd });
  expect(exitCode).toBe(EXIT.usage);
  expect(stderr).toContain(message);
});

describe("the configuration", () => {
  const write = (config: object) => writeFileSync(join(cwd, "wireduel.config.json"), JSON.stringify(config));

  it("is named on stderr, and says what to measure", async () => {
    write({ adapters: ["no-such-adapter"] });
    const { exitCode, stderr } = await runHere([], { cwd });
    expect(exitCode).toBe(EXIT.usage);
    expect(stderr).toMatch(/^Configuration: wireduel\.config\.json\nwireduel: no-such-adapter /);
    expect((await runHere(["--quiet"], { cwd })).stderr).toMatch(/^wireduel: no-such-adapter /);
  });

  it("gives way to the command line", async () => {
    write({ adapters: ["no-such-adapter"], budget: 60, size: "wrong" });
    const { stderr } = await runHere(["another-one", "--quick", "--payload", "a.jpg"], { cwd });
    expect(stderr).toContain("wireduel: another-one ");
  });

  it("has no time left for a run whose number of rounds is on the command line", async () => {
    write({ budget: "1h" });
    const { exitCode, stdout, stderr } = await runHere(["tcp", "--rounds", "7", "--dry-run"], { cwd });
    expect([exitCode, stderr]).toEqual([EXIT.ok, "Configuration: wireduel.config.json\n"]);
    expect(stdout).toContain("7");
    expect(stdout).not.toMatch(/60 min|1 h/);
  });

  it("does not get in the way of --debug, --dry-run and --payload", async () => {
    write({
      size: "1kB",
      kind: "json",
      budget: "1h",
      rate: 5,
      explain: true,
      format: "csv-rounds",
      json: "a.json",
    });
    for (const line of [
      "no-such-adapter --debug",
      "no-such-adapter --dry-run",
      "no-such-adapter --payload a",
    ])
      expect((await runHere([...line.split(" "), "--quiet"], { cwd })).stderr).toMatch(
        /^wireduel: no-such-adapter /,
      );
    const dryRun = await runHere(["tcp", "ws", "--dry-run"], { cwd });
    expect(dryRun).toMatchObject({ exitCode: EXIT.ok, stdout: expect.stringContaining("TCP") });
    expect(readdirSync(cwd)).toEqual(["wireduel.config.json"]);
    expect((await runHere(["tcp", "--debug", "--budget", "1h"], { cwd })).stderr).toContain("--budget");
  });

  it("is not read with --no-config", async () => {
    write({ sise: 1 });
    expect((await runHere(["no-such-adapter"], { cwd })).stderr).toContain("unknown key sise");
    expect((await runHere(["no-such-adapter", "--no-config"], { cwd })).stderr).toMatch(
      /^wireduel: no-such-adapter /,
    );
  });
});
