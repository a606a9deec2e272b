import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Command, defineCommand } from "../command.js";
import { RUN_FLAGS, type RunFlags } from "../flags/run-flags.js";
import { readConfig } from "./read-config.js";

const command = defineCommand<RunFlags>({
  name: "run",
  summary: "",
  takes: "[ADAPTER...]",
  flags: RUN_FLAGS,
  examples: [],
  run: async () => 0,
});
const commands: readonly Command[] = [command];
let root = "";

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "wireduel-config-")));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function read(folder = ".", wanted?: string | false) {
  mkdirSync(join(root, folder), { recursive: true });
  return readConfig(wanted, command, { cwd: join(root, folder), commands });
}

describe("where it is found", () => {
  it("is found above, up to the root of the repository", async () => {
    mkdirSync(join(root, "repository/.git"), { recursive: true });
    write("wireduel.config.json", '{ "size": 1 }');
    expect(await read("repository/packages/a")).toBeUndefined();
    write("repository/wireduel.config.json", '{ "size": 2 }');
    expect(await read("repository/packages/a")).toMatchObject({
      file: "../../wireduel.config.json",
      given: { size: 2 },
    });
  });

  it("is not looked for above a folder that is in no repository", async () => {
    write("wireduel.config.json", "{}");
    expect(await read("below")).toBeUndefined();
    expect(await read()).toMatchObject({ file: "wireduel.config.json" });
  });

  it("can be named, and can be left out", async () => {
    write("wireduel.config.json", "{}");
    write("other.json", '{ "seed": 3 }');
    expect(await read(".", "other.json")).toMatchObject({ file: "other.json", given: { seed: 3 } });
    expect(await read(".", false)).toBeUndefined();
  });

  it("is refused if there are two", async () => {
    write("wireduel.config.json", "{}");
    write("wireduel.config.mjs", "export default {};");
    await expect(read()).rejects.toMatchObject({ exitCode: 2 });
  });
});

describe("what it may be", () => {
  it.each([
    ["wireduel.config.mjs", 'export default { adapters: ["ws"], rate: 200 };'],
    ["wireduel.config.js", 'export default { adapters: ["ws"], rate: 200 };'],
    ["wireduel.config.json", '{ "adapters": ["ws"], "rate": 200 }'],
    ["wireduel.config.ts", 'const rate: number = 200;\nexport default { adapters: ["ws"], rate } as const;'],
    [
      "wireduel.config.mts",
      'enum Rate { Usual = 200 }\nexport default { adapters: ["ws"], rate: Rate.Usual };',
    ],
  ])("%s", async (name, text) => {
    write("package.json", '{ "type": "module" }');
    write(name, text);
    expect(await read()).toEqual({ file: name, given: { adapters: ["ws"], rate: 200 } });
  });

  it("imports what the command brings along, where nothing is installed", async () => {
    write(
      "wireduel.config.ts",
      'import { ws } from "@wireduel/adapter-ws";\nimport { defineConfig } from "wireduel";\n' +
        'export default defineConfig({ adapters: [ws({ label: "mine" }), "grpc"] });\n',
    );
    expect(await read()).toMatchObject({ given: { adapters: [{ label: "mine" }, "grpc"] } });
  });

  it.each([
    ["wireduel.config.mjs", "export default 5;"],
    ["wireduel.config.mjs", "export const config = {};"],
    ["wireduel.config.mjs", 'throw new Error("no");'],
    ["wireduel.config.json", "null"],
    ["wireduel.config.json", '{ "": 1 }'],
    ["wireduel.config.json", '{ "__proto__": { "size": 1 } }'],
    ["wireduel.config.json", '{ "reply-bytes": 1 }'],
    ["wireduel.config.json", '{ "config": "other.json" }'],
  ])("refuses %s: %s", async (name, text) => {
    write(name, text);
    await expect(read()).rejects.toMatchObject({ exitCode: 2 });
  });
});

it("takes paths from the folder of the file", async () => {
  write(
    "wireduel.config.json",
    JSON.stringify({
      adapters: ["ws", "./mine.ts:profile=tuned", { adapter: "./mine.ts" }, "../other.ts"],
      payload: ["a/*.json", "/absolute"],
      out: false,
    }),
  );
  expect((await read("below", "../wireduel.config.json"))?.given).toEqual({
    adapters: ["ws", "./../mine.ts:profile=tuned", { adapter: "./../mine.ts" }, "./../../other.ts"],
    payload: ["../a/*.json", "/absolute"],
    out: false,
  });
});

it("takes `__proto__` of an adapter for what it is: a name that no adapter has", async () => {
  write(
    "wireduel.config.json",
    '{ "adapters": [{ "adapter": "./mine.ts", "__proto__": { "profile": "tuned" } }] }',
  );
  const { adapters } = (await read())?.given ?? {};
  const [adapter] = adapters as object[];
  expect(Object.keys(adapter ?? {})).toEqual(["adapter", "__proto__"]);
  expect(Object.getPrototypeOf(adapter)).toBe(Object.prototype);
});
