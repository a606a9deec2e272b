// Completions in the real shells.
import { execFileSync, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { COMMANDS } from "../commands/index.js";
import { EXIT } from "../exit-code.js";
import { Cli } from "../fixtures/command.js";
import { runHere } from "../program/fixtures/in-process.js";
import { SHELLS, type Shell } from "./completable.js";

const cli = new Cli();
const zshFixture = fileURLToPath(new URL("fixtures/complete.zsh", import.meta.url));

/** What a shell offers for the last word of a command line. */
const OFFERS: Readonly<Record<Shell, (words: readonly string[]) => string>> = {
  bash(words) {
    const complete = 'source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _wireduel';
    const print = `printf "%s\\n" "\${COMPREPLY[@]}"`;
    return inShell("bash", ["--norc", "-c", `${complete}; ${print}`, "bash", script("bash"), ...words]);
  },
  zsh: (words) => inShell("zsh", ["-f", zshFixture, script("zsh"), words.join(" ")]),
  fish: (words) =>
    inShell("fish", [
      "--no-config",
      "-c",
      `source ${script("fish")}; complete --do-complete "${words.join(" ")}"`,
    ]),
};

const script = (shell: Shell) => cli.path(`completion.${shell}`);

function inShell(shell: Shell, args: readonly string[]): string {
  return execFileSync(shell, args, {
    cwd: cli.folder,
    encoding: "utf8",
    env: { ...process.env, HOME: cli.folder },
  });
}

/** The offers without descriptions. */
function offers(shell: Shell, words: readonly string[]): string[] {
  const lines = OFFERS[shell](words).split("\n");
  return lines.map((line) => line.split("\t")[0]?.trim() ?? "").filter((offer) => offer !== "");
}

/** A developer's machine may lack zsh or fish. */
const isMissing = (shell: Shell) => spawnSync(shell, ["-c", "true"]).status !== 0;

beforeAll(async () => {
  for (const shell of SHELLS) {
    const { exitCode, stdout, stderr } = await runHere(["completion", shell], { cwd: cli.folder });
    expect({ exitCode, stderr }).toEqual({ exitCode: EXIT.ok, stderr: "" });
    cli.write(`completion.${shell}`, stdout);
  }
  cli.write("photo one.jpg", "x");
  cli.write("other.bin", "x");
});
afterAll(() => cli.end());

describe.each(SHELLS)("completion in %s", (shell) => {
  beforeEach(({ skip }) => skip(isMissing(shell), `${shell} is not installed`));

  it("offers all commands and the adapters first", () => {
    const first = offers(shell, ["wireduel", ""]);
    expect(first).toEqual(expect.arrayContaining([...COMMANDS.map(({ name }) => name), "ws", "grpc", "tcp"]));
  });

  it("offers commands by their beginning", () => {
    expect(offers(shell, ["wireduel", "rec"])).toEqual(["receive"]);
    expect(offers(shell, ["wireduel", "help", "rec"])).toEqual(["receive"]);
  });

  it("offers the flags of the command, and those of `run` without one", () => {
    const flags = offers(shell, ["wireduel", "receive", "--"]);
    expect(flags).toEqual(expect.arrayContaining(["--host", "--token-file", "--help"]));
    expect(flags).not.toContain("--rounds");
    const ofRun = offers(shell, ["wireduel", "ws", "--"]);
    expect(ofRun).toEqual(expect.arrayContaining(["--payload", "--rounds", "--no-out"]));
    expect(ofRun).not.toContain("--host");
  });

  it("offers the choices of a value", () => {
    expect(offers(shell, ["wireduel", "ws", "--kind", "r"])).toEqual(["random"]);
    expect(offers(shell, ["wireduel", "completion", ""]).toSorted()).toEqual([...SHELLS].toSorted());
  });

  it("offers choices after a comma in a list", () => {
    expect(offers(shell, ["wireduel", "ws", "--network", "lan,w"]).join()).toMatch(/wan/);
  });

  it("offers files for paths, and none for numbers", () => {
    const [file = ""] = offers(shell, ["wireduel", "ws", "--payload", "pho"]);
    expect(file.replaceAll("\\", "")).toBe("photo one.jpg");
    expect(offers(shell, ["wireduel", "ws", "--rounds", ""])).toEqual([]);
    expect(offers(shell, ["wireduel", "completion", "o"])).toEqual([]);
  });

  it("offers the names of adapters as arguments", () => {
    expect(offers(shell, ["wireduel", "run", "gr"])).toEqual(["grpc"]);
    expect(offers(shell, ["wireduel", "adapters", "tc"])).toEqual(["tcp"]);
  });
});

describe("wireduel completion", () => {
  it.each([[["completion", "powershell"]], [["completion"]], [["completion", "bash", "zsh"]]])(
    "refuses %j in one line",
    async (args) => {
      const { exitCode, stdout, stderr } = await runHere(args, { cwd: cli.folder });
      expect({ exitCode, stdout, lines: stderr.trim().split("\n").length }).toEqual({
        exitCode: EXIT.usage,
        stdout: "",
        lines: 1,
      });
    },
  );
});
