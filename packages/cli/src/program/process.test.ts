import { expect } from "vitest";
import { EXIT } from "../exit-code.js";
import { it } from "../fixtures/command.js";

it("a wrong command line is one line on stderr, and nothing on stdout", async ({ cli }) => {
  const { code, stdout, stderr } = await cli.run(["ws", "--siz", "10kB"]);
  expect({ code, stdout }).toEqual({ code: EXIT.usage, stdout: "" });
  expect(stderr).toMatch(/^wireduel: .*--size.*\n$/);
});

it("a configuration in TypeScript needs nothing but the command", async ({ cli }) => {
  cli.write(
    "wireduel.config.ts",
    'import { ws } from "@wireduel/adapter-ws";\nimport { defineConfig, type WireduelConfig } from "wireduel";\n' +
      'const config: WireduelConfig = { adapters: [ws(), "no-such-adapter"] };\nexport default defineConfig(config);\n',
  );
  const { code, stderr } = await cli.run([]);
  expect(code).toBe(EXIT.usage);
  expect(stderr).toMatch(/^Configuration: wireduel.config.ts\nwireduel: no-such-adapter .*\n$/);
});

it.for([
  ["export default new Promise(() => {});"],
  ["await new Promise(() => {});"],
  ["process.exit(0);"],
  ["process.exit(7);"],
] as const)("a module that is never loaded is an error: %s", async ([text], { cli }) => {
  cli.write("module.mjs", text);
  for (const args of [["./module.mjs"], ["ws", "--config", "module.mjs"]]) {
    const { code, stdout, stderr } = await cli.run(args);
    expect({ code, stdout }).toEqual({ code: EXIT.usage, stdout: "" });
    expect(stderr).toMatch(/^wireduel: .*module\.mjs .*\n$/);
  }
});

it("what a module prints is not on stdout", async ({ cli }) => {
  cli.write("wireduel.config.mjs", 'console.log("noise");\nexport default { adapters: ["ws"] };\n');
  const { code, stdout, stderr } = await cli.run(["--dry-run", "--json"]);
  expect(code).toBe(EXIT.ok);
  expect(JSON.parse(stdout)).toHaveProperty("cells");
  expect(stderr).toMatch(/^noise\n/);
});
