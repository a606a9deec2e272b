// The command on a pseudo terminal, which `script` of util-linux makes.
import { spawnSync } from "node:child_process";
import { describe, expect } from "vitest";
import { EXIT } from "../exit-code.js";
import { type Cli, COMMAND, it, type Running } from "../fixtures/command.js";
import { Screen } from "../fixtures/screen.js";

const [COLUMNS, ROWS] = [60, 20];
const RUN = ["tcp", "tcp:label=again", "--size", "100", "--duration", "200ms", "--no-out"];
const ESCAPE = "\u001B";
const HIDE_CURSOR = `${ESCAPE}[?25l`;
const hasScript = spawnSync("script", ["--version"], { encoding: "utf8" }).stdout?.includes("util-linux");

/** Starts the command on a terminal. Its stdout goes to the file `result`, and the id of its process to `pid`. */
function onTerminal(cli: Cli, args: readonly string[], env: Readonly<Record<string, string>> = {}): Running {
  const command = [...COMMAND, ...RUN, ...args].join(" ");
  const line = `stty cols ${COLUMNS} rows ${ROWS}; echo $$ > pid; exec ${command} > result`;
  return cli.shell('exec script --quiet --return --command "$LINE" /dev/null', {
    env: { TERM: "xterm-256color", SHELL: "/bin/bash", ...env, LINE: line },
  });
}

/** What a user sees at the end. */
function seen({ stdout }: Pick<Running, "stdout">): Promise<string[]> {
  const screen = new Screen(COLUMNS, ROWS);
  screen.write(stdout);
  return screen.lines();
}

// macOS has another `script`, with other options.
describe.runIf(hasScript).concurrent("the command on a terminal", { timeout: 240_000 }, () => {
  it("shows progress while it runs, and nothing of it remains", async ({ cli }) => {
    const running = onTerminal(cli, ["--rounds", "3"]);
    const { code, stdout } = await running.finished;
    expect(code, stdout).toBe(EXIT.ok);
    for (const part of ["Block 2 of 3", "measuring again", "left", "Medians so far"])
      expect(stdout).toContain(part);
    expect((await seen(running)).join("\n")).not.toMatch(/Block|Medians|left/);
    // The result goes to a file, so it has no colours.
    expect(cli.read("result")).toContain("again");
    expect(cli.read("result")).not.toContain(ESCAPE);
  });

  it("leaves the terminal as it was after Ctrl-C", async ({ cli }) => {
    const running = onTerminal(cli, ["--rounds", "500"]);
    await running.prints(/measuring again/);
    process.kill(Number(cli.read("pid")), "SIGINT");
    const { code, stdout } = await running.finished;
    expect(code, stdout).toBe(EXIT.interrupted);
    expect((await seen(running)).join("\n")).not.toMatch(/measuring|Medians/);
    expect(stdout).not.toContain(HIDE_CURSOR);
  });

  it.for([
    ["TERM=dumb", ["--rounds", "2"], { TERM: "dumb" }],
    ["a CI job", ["--rounds", "2"], { CI: "true", NO_COLOR: "1" }],
  ] as const)("has no motion for %s", async ([, args, env], { cli }) => {
    const { code, stdout } = await onTerminal(cli, args, env).finished;
    expect(code, stdout).toBe(EXIT.ok);
    expect(stdout).toContain("Block 1 of 2 complete");
    expect(stdout).not.toContain(ESCAPE);
  });

  it("has colours in the result wherever it goes for --color=always", async ({ cli }) => {
    const { code, stdout } = await cli.run([...RUN, "--rounds", "1", "--color", "always"]);
    expect(code).toBe(EXIT.ok);
    expect(stdout).toContain(`${ESCAPE}[1m`);
  });

  it("has no colours for --color=never, and nothing at all for --quiet", async ({ cli }) => {
    const [plain, quiet] = await Promise.all([
      onTerminal(cli, ["--rounds", "2", "--color", "never"], { FORCE_COLOR: "1" }).finished,
      onTerminal(cli, ["--rounds", "2", "--quiet"]).finished,
    ]);
    expect([plain.code, quiet.code]).toEqual([EXIT.ok, EXIT.ok]);
    expect(plain.stdout).toContain("Medians so far");
    expect(plain.stdout).not.toMatch(new RegExp(`${ESCAPE}\\[[0-9;]*m`));
    expect(quiet.stdout).toBe("");
  });
});
