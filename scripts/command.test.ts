// Checks the documents of the command against its sources: flags, help, exit codes, and every command line that they show.
import { describe, expect, it } from "vitest";
import { readAdapterText } from "../packages/cli/src/adapters/adapter-text.js";
import { COMMANDS } from "../packages/cli/src/commands/index.js";
import { EXIT } from "../packages/cli/src/exit-code.js";
import { buildContext } from "../packages/cli/src/fixtures/build-context.js";
import { flagName } from "../packages/cli/src/flags/flag.js";
import { readCommandLine } from "../packages/cli/src/program/command-line.js";
import { runProgram } from "../packages/cli/src/program/program.js";
import { commandReference, MARKERS } from "./command-reference.js";
import { filesIn, read } from "./documents.js";

const page = read("docs/command.md");

const DOCUMENTS = ["README.md", "packages/cli/README.md", ...filesIn("docs", ".md")];

async function help(...argv: string[]): Promise<string> {
  const printed: string[] = [];
  expect(await runProgram(argv, buildContext({ out: (text) => printed.push(text) }))).toBe(EXIT.ok);
  return printed.join("");
}

/** The first cells of the rows of the first table below a heading. */
function firstCells(heading: string): string[] {
  const [, below = ""] = page.split(`\n## ${heading}\n`);
  const [section = ""] = below.split("\n## ");
  return [...section.matchAll(/^\| ([^|]+?) *\|/gm)].map(([, cell]) => cell as string).slice(2);
}

describe("docs/command.md", () => {
  it("has the reference as the tables of flags make it (else run scripts/write-command.mjs)", () => {
    const [, after = ""] = page.split(MARKERS.begin);
    const [written = ""] = after.split(MARKERS.end);
    expect(written.trim()).toBe(commandReference(COMMANDS));
  });

  it("has a row for each command", () => {
    const rows = firstCells("Commands").map((cell) => /wireduel (\w+)/.exec(cell)?.[1]);
    const [, ...others] = COMMANDS.map(({ name }) => name);
    expect(rows.toSorted()).toEqual(["ws", ...others].toSorted());
  });

  it("has a row for each exit code", () => {
    expect(firstCells("Exit codes").map(Number)).toEqual(Object.values(EXIT));
  });
});

describe("the help", () => {
  it.each(COMMANDS)("of $name has the same flags as the reference", async (command) => {
    const shown = [...(await help(command.name, "--help")).matchAll(/^ {2}(--[a-z-]+)/gm)];
    const flags = Object.entries(command.flags).filter(([, flag]) => !flag.configurationOnly);
    const expected = [...flags.map(([key]) => flagName(key)), "--help"];
    expect(shown.map(([, flag]) => flag).toSorted()).toEqual(expected.toSorted());
  });

  it("of the program has every command", async () => {
    const text = await help("--help");
    expect(COMMANDS.filter(({ name }) => !new RegExp(`^ {2}${name}\\b`, "m").test(text))).toEqual([]);
  });
});

/** The command lines of all blocks of shell commands in a document, without what a shell adds. */
function commandLines(file: string): string[] {
  return [...read(file).matchAll(/^```sh\n([\s\S]*?)^```$/gm)]
    .flatMap(([, block = ""]) => block.replaceAll("\\\n", " ").split("\n"))
    .flatMap((line) => /^(?:npx (?:--yes pnpm@10 )?)?(wireduel .*?)(?: +[#|>&].*)?$/.exec(line)?.[1] ?? []);
}

/** The words of a command line, without quotes. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? "");
}

describe("the command lines in documents", () => {
  const lines = DOCUMENTS.flatMap((file) => commandLines(file).map((line) => [file, line] as const));

  it("are found", () => {
    expect(lines.length).toBeGreaterThan(10);
  });

  it.each(lines)("%s: %s", (_, line) => {
    const [, ...argv] = wordsOf(line);
    const request = readCommandLine(argv, COMMANDS);
    if (request === "version" || "help" in request) return expect(line).toMatch(/--version|help/);
    const { command, args, given } = request;
    for (const [key, value] of Object.entries(given)) {
      expect(() => command.flags[key]?.parse(flagName(key), value)).not.toThrow();
    }
    if (command.name === "run")
      for (const adapter of args) expect(() => readAdapterText(adapter)).not.toThrow();
  });
});
