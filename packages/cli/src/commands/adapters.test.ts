import { mkdirSync } from "node:fs";
import { describe, expect } from "vitest";
import type { AdapterDescription } from "../catalogue/describe.js";
import { EXIT } from "../exit-code.js";
import { type Cli, it } from "../fixtures/command.js";
import { runHere } from "../program/fixtures/in-process.js";

/** A complete adapter in plain JavaScript, in the words of its documents. */
const ADAPTER = (name: string) => `
import { defineAdapter, option } from "@wireduel/core/adapter";
export default defineAdapter({
  name: "${name}",
  title: "An adapter of mine",
  options: { depth: option.integer(3, { min: 1, max: 9 }), odd: option.text("<none>") },
  help: { depth: "How deep it goes." },
  dial: () => Promise.reject(new Error("not used")),
});
`;

async function describeAdapters(cli: Cli, ...names: string[]): Promise<AdapterDescription[]> {
  const { code, stdout, stderr } = await cli.run(["adapters", ...names, "--json"]);
  expect({ code, stderr }).toEqual({ code: EXIT.ok, stderr: "" });
  return JSON.parse(stdout);
}

/** Writes a package into the folder's `node_modules`. */
function install(cli: Cli, name: string, keywords: readonly string[], main: string): void {
  mkdirSync(cli.path("node_modules", name), { recursive: true });
  const manifest = { name, version: "4.5.6", type: "module", exports: "./index.js", keywords };
  cli.write(`node_modules/${name}/package.json`, JSON.stringify(manifest));
  cli.write(`node_modules/${name}/index.js`, main);
}

describe("wireduel adapters", { timeout: 120_000 }, () => {
  it("lists those of the command with versions, claims and codecs", async ({ cli }) => {
    const described = await describeAdapters(cli);
    expect(described.map(({ name }) => name)).toEqual(["ws", "grpc", "http", "tcp"]);
    const [ws, grpc] = described;
    expect(ws).toMatchObject({
      title: "WebSocket",
      package: { name: "@wireduel/adapter-ws", version: expect.stringMatching(/^\d+\.\d+\.\d+/) },
      libraries: { ws: expect.any(String) },
      supports: { push: true, tls: true, unixSocket: true, ordered: true },
      codecs: ["raw", "json-array", "json-base64"],
    });
    expect(grpc?.codecs).toEqual(["protobuf", "protobuf-parts"]);
    const { code, stdout } = await cli.run(["adapters"]);
    expect(code).toBe(EXIT.ok);
    for (const { name, libraries } of described) {
      expect(stdout).toContain(name);
      for (const [library, version] of Object.entries(libraries))
        expect(stdout).toContain(`${library} ${version}`);
    }
  });

  it("shows every option of one with its default and meaning, and what profiles set", async ({ cli }) => {
    const [[ws], { code, stdout }] = await Promise.all([
      describeAdapters(cli, "ws"),
      cli.run(["adapters", "ws"]),
    ]);
    expect(code).toBe(EXIT.ok);
    const properties = Object.entries(ws?.options.properties as Record<string, { description: string }>);
    expect(properties.length).toBeGreaterThan(10);
    for (const [option, { description }] of properties) {
      expect(stdout).toContain(`${option}=`);
      expect(stdout.replaceAll(/\s+/g, " ")).toContain(description);
    }
    expect(ws?.tuned?.length).toBeGreaterThan(0);
    for (const { reason } of [...(ws?.tuned ?? []), ...(ws?.overrides ?? [])])
      expect(stdout).toContain(reason);
    expect(stdout).not.toMatch(/undefined|\[object|NaN/);
  });

  it("describes a file", async ({ cli }) => {
    cli.write("mine.mjs", ADAPTER("mine"));
    const [[mine], { stdout }] = await Promise.all([
      describeAdapters(cli, "./mine.mjs"),
      cli.run(["adapters", "./mine.mjs"]),
    ]);
    expect(mine).toMatchObject({
      name: "./mine.mjs",
      title: "An adapter of mine",
      package: null,
      canListen: false,
      tuned: null,
      options: { properties: { depth: { default: 3, minimum: 1, description: "How deep it goes." } } },
    });
    expect(stdout).toContain("1 to 9");
  });

  it("lists what the project installed, and says what cannot be loaded", async ({ cli }) => {
    const dependencies = { "wd-good": "1", "wd-broken": "1", other: "1", "wd-absent": "1" };
    cli.write("package.json", JSON.stringify({ dependencies }));
    install(cli, "wd-good", ["wireduel-adapter"], ADAPTER("good"));
    install(cli, "wd-broken", ["wireduel-adapter"], 'throw new Error("broken on purpose");');
    install(cli, "other", ["something"], 'throw new Error("must not load");');
    install(cli, "wd-transitive", ["wireduel-adapter"], ADAPTER("transitive"));
    const [described, text, named] = await Promise.all([
      describeAdapters(cli),
      cli.run(["adapters"]),
      cli.run(["adapters", "wd-broken"]),
    ]);
    expect(described.map(({ name }) => name)).toEqual(["ws", "grpc", "http", "tcp", "wd-broken", "wd-good"]);
    expect(described[4]).toMatchObject({ error: expect.stringContaining("broken on purpose") });
    expect(described[5]).toMatchObject({ title: "An adapter of mine" });
    expect(text.stdout).toContain("broken on purpose");
    expect(named).toMatchObject({ code: EXIT.usage, stdout: "" });
  });

  it.for([["wss"], ["ws", "none.js"], ["--jsn"]])("refuses %j in one line", async (args, { cli }) => {
    const { exitCode, stdout, stderr } = await runHere(["adapters", ...args], { cwd: cli.folder });
    expect({ exitCode, stdout, lines: stderr.trim().split("\n").length }).toEqual({
      exitCode: EXIT.usage,
      stdout: "",
      lines: 1,
    });
  });
});
