import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { runBenchmark } from "@wireduel/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { UsageError } from "../failure.js";
import { loadAdapter, loadAdapters } from "./load-adapters.js";

const PACKAGES = fileURLToPath(new URL("../../../", import.meta.url));

/** An adapter of the user's own. It sends as `tcp` does. */
const MINE = `
import { tcp } from "@wireduel/adapter-tcp";
import { defineAdapter, option } from "@wireduel/core/adapter";
const { protocol, options: settings } = tcp();
export default defineAdapter({
  name: "mine",
  module: import.meta.url,
  supports: { push: true, ordered: true, tls: true },
  options: { chunkBytes: option.integer(0, { min: 0, max: 1_000_000 }) },
  listen: (context) => protocol.listen(context, settings),
  dial: (endpoint, context) => protocol.dial(endpoint, context, settings),
});
`;

let cwd = "";
beforeEach(() => {
  cwd = realpathSync(mkdtempSync(join(tmpdir(), "wireduel-adapters-")));
  mkdirSync(join(cwd, "node_modules/@wireduel"), { recursive: true });
  for (const name of ["core", "adapter-tcp"])
    symlinkSync(join(PACKAGES, name), join(cwd, "node_modules/@wireduel", name));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(cwd, path)), { recursive: true });
  writeFileSync(join(cwd, path), text);
}

describe("the command's own adapters", () => {
  it("get their options", async () => {
    const [ws, grpc, http, tcp] = await loadAdapters({
      args: ["ws:profile=tuned,direction=push", "grpc:windowBytes=1MiB,label=16", "http:version=2", "tcp"],
      cwd,
    });
    expect(ws).toMatchObject({ direction: "push", profile: { name: "tuned" } });
    expect(grpc).toMatchObject({ label: "16", options: { windowBytes: 2 ** 20 } });
    expect(http?.options).toMatchObject({ version: "2" });
    expect(tcp?.protocol.name).toBe("tcp");
  });

  it("get common options, unless they have their own", async () => {
    const common = { direction: "push" };
    const [one, other] = await loadAdapters({ args: ["ws", "ws:direction=upload"], cwd, common });
    expect([one?.direction, other?.direction]).toEqual(["push", "upload"]);
  });

  it("come from the configuration if the command line has none", async () => {
    const [made] = await loadAdapters({ args: ["tcp"], cwd });
    const configured = ["ws", { adapter: "grpc", windowBytes: "1MiB" }, made as NonNullable<typeof made>];
    const loaded = await loadAdapters({ args: [], configured, cwd });
    expect(loaded.map(({ protocol }) => protocol.name)).toEqual(["ws", "grpc", "tcp"]);
    expect(await loadAdapters({ args: ["grpc"], configured, cwd })).toHaveLength(1);
    await expect(loadAdapters({ args: [], cwd })).rejects.toThrow(UsageError);
  });
});

describe("a user's own adapter", () => {
  it.each([
    ["./mine.mjs", "mine.mjs"],
    ["mine.mjs", "mine.mjs"],
    ["./mine.ts", "mine.ts"],
    ["./folder", "folder/adapter.mjs", { main: "adapter.mjs" }],
    ["./folder", "folder/adapter.mjs", { name: "a-package", type: "module", exports: "./adapter.mjs" }],
    [
      "./folder",
      "folder/adapter.mjs",
      { name: "@me/a-package", exports: { ".": { import: "./adapter.mjs" }, "./other": "./other.mjs" } },
    ],
  ])("is loaded from the path %s: %s %j", async (name, file, manifest?: object) => {
    write(file, MINE);
    if (manifest) write("folder/package.json", JSON.stringify(manifest));
    const adapter = await loadAdapter(`${name}:chunkBytes=1kB`, cwd);
    expect(adapter.options).toEqual({ chunkBytes: 1_000 });
    expect(adapter.protocol.module).toBe(pathToFileURL(join(cwd, file)).href);
  });

  it.each(["wireduel-mine", "@me/mine"])("is loaded from the installed package %s", async (name) => {
    const manifest = { name, type: "module", exports: { import: "./index.js" } };
    write(`node_modules/${name}/package.json`, JSON.stringify(manifest));
    write(`node_modules/${name}/index.js`, MINE);
    mkdirSync(join(cwd, "below"));
    const adapter = await loadAdapter(`${name}:label=other`, join(cwd, "below"));
    expect(adapter).toMatchObject({ label: "other", protocol: { name: "mine" } });
  });

  it("is measured in processes of its own", async () => {
    // TypeScript, as the sources of this repository are that it imports.
    write("mine.ts", MINE);
    const adapters = await loadAdapters({ args: ["./mine.ts", "tcp"], cwd });
    const payload = { sizeBytes: 100 };
    // Starting processes may take long on a busy machine.
    const options = { payload, count: 5, rounds: 2, connectTimeoutMs: 60_000 };
    const { status, timings } = await runBenchmark({ adapters, ...options });
    expect(status).toBe("completed");
    expect(timings.map(({ rounds }) => rounds.length)).toEqual([2, 2]);
  }, 120_000);

  it.each([
    ["module that is none", "export const x = 1;"],
    ["factory that makes none", "export default () => 5;"],
    ["syntax error", "export default {"],
    ["package that is not installed", 'import "a-package-that-nobody-has";\nexport default () => {};'],
  ])("is refused if it is a %s", async (_, text) => {
    write("mine.mjs", text);
    await expect(loadAdapter("./mine.mjs", cwd)).rejects.toThrow(UsageError);
  });

  it("says that a package was not built", async () => {
    write("folder/package.json", JSON.stringify({ name: "mine", exports: "./dist/index.js" }));
    await expect(loadAdapter("./folder", cwd)).rejects.toThrow(/built/);
  });
});
