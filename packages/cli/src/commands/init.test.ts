import { execFile } from "node:child_process";
import { existsSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it as plainIt } from "vitest";
import { EXIT } from "../exit-code.js";
import { type Cli, it } from "../fixtures/command.js";
import { EXAMPLES, FLAGS } from "../init/examples.js";

const root = fileURLToPath(new URL("../../../..", import.meta.url));

/** Checks the types of a file in the folder of the test, as a project does in which `wireduel` is installed. */
async function typeErrors(cli: Cli, file: string): Promise<string> {
  mkdirSync(cli.path("node_modules"));
  symlinkSync(join(root, "packages/cli"), cli.path("node_modules/wireduel"), "junction");
  const compilerOptions = {
    noEmit: true,
    customConditions: ["@wireduel/source"],
    isolatedDeclarations: false,
  };
  const config = {
    extends: join(root, "tsconfig.base.json"),
    compilerOptions: {
      ...compilerOptions,
      declaration: false,
      typeRoots: [join(root, "node_modules/@types")],
    },
    files: [file],
  };
  cli.write("tsconfig.json", JSON.stringify(config));
  cli.write("package.json", '{ "type": "module" }');
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  const run = promisify(execFile)(process.execPath, [compiler, "--pretty", "false", "-p", cli.folder]);
  return run.then(
    () => "",
    (error: { stdout: string }) => error.stdout,
  );
}

/** The same text without the slashes before the keys. */
const allKeys = (text: string) => text.replaceAll(/^ {2}\/\/ (\w+: .*,)$/gm, "  $1");

// The command starts several times in a test.
describe.concurrent("wireduel init", { timeout: 120_000 }, () => {
  it("writes a configuration that has the right types, also with all of its keys", async ({ cli }) => {
    const { code, stdout } = await cli.run(["init"]);
    expect([code, stdout]).toEqual([EXIT.ok, "wireduel.config.ts\n"]);
    const text = cli.read("wireduel.config.ts");
    for (const key of Object.keys(EXAMPLES)) expect(text).toMatch(new RegExp(`^ {2}(// )?${key}: `, "m"));
    expect(text.match(/^ {2}\w+: /gm)).toHaveLength(3);
    cli.write("wireduel.config.ts", allKeys(text));
    expect(await typeErrors(cli, "wireduel.config.ts")).toBe("");
  });

  it.for(["ts", "js", "json"])(
    "writes a configuration in %s that runs as it is",
    async (language, { cli }) => {
      // tsx, under which the command runs here, takes other files for CommonJS. Node itself does not.
      if (language === "js") cli.write("package.json", '{ "type": "module" }');
      await cli.run(["init", "--language", language]);
      const { code, stdout, stderr } = await cli.run(["run", "--dry-run"]);
      expect(code, stderr).toBe(EXIT.ok);
      expect(stderr).toContain(`wireduel.config.${language}`);
      for (const size of ["100 B", "10 kB", "1 MB"]) expect(stdout).toContain(size);
    },
  );

  it("replaces nothing, unless it is asked to", async ({ cli }) => {
    cli.write("wireduel.config.ts", "mine");
    expect(await cli.run(["init", "--github-actions"])).toMatchObject({ code: EXIT.usage, stdout: "" });
    expect(cli.read("wireduel.config.ts")).toBe("mine");
    expect(existsSync(cli.path(".github"))).toBe(false);
    expect((await cli.run(["init", "--language", "json", "--force"])).code).toBe(EXIT.usage);
    expect((await cli.run(["init", "--force"])).code).toBe(EXIT.ok);
    expect(cli.read("wireduel.config.ts")).toContain("defineConfig");
  });

  it("says in one line what it cannot write", async ({ cli }) => {
    cli.write(".github", "a file");
    const { code, stderr } = await cli.run(["init", "--github-actions"]);
    expect(code).toBe(EXIT.failed);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(stderr).toContain(".github");
  });

  it("writes a workflow with the repository that has Wireduel", async ({ cli }) => {
    const named = await cli.run(["init", "--github-actions=acme/wireduel"]);
    expect(named).toMatchObject({ code: EXIT.ok, stderr: "" });
    expect(cli.read(".github/workflows/wireduel.yml")).toContain("uses: acme/wireduel@main");
    const unnamed = await cli.run(["init", "--force", "--github-actions"]);
    expect(unnamed.stderr).toContain("OWNER/wireduel");
    expect(cli.read(".github/workflows/wireduel.yml")).toContain("uses: OWNER/wireduel@main");
    expect((await cli.run(["init", "--github-actions=a b"])).code).toBe(EXIT.usage);
  });
});

plainIt.each(Object.entries(EXAMPLES))("the example of %s is valid", (key, example) => {
  const flag = FLAGS[key as keyof typeof EXAMPLES];
  expect(() => flag.parse(key, example)).not.toThrow();
});
