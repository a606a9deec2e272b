import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build } from "esbuild";
import { afterAll, describe, expect, it } from "vitest";

const program = fileURLToPath(new URL("./fixtures/bundled-program.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "wireduel-bundle-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Bundles the program, runs it far from the sources, and returns how its runs ended. */
async function endingsOf(name: string, options: BuildOptions): Promise<Record<string, string>> {
  const outdir = join(folder, name);
  await build({
    entryPoints: { program },
    bundle: true,
    platform: "node",
    outdir,
    logLevel: "error",
    // The import of `import.meta` is known to be empty in CommonJS.
    logOverride: { "empty-import-meta": "silent" },
    ...options,
  });
  const file = join(outdir, `program${options.outExtension?.[".js"] ?? ".js"}`);
  const { stdout, stderr } = spawnSync(process.execPath, [file], { encoding: "utf8" });
  expect(stderr).toBe("");
  return JSON.parse(stdout) as Record<string, string>;
}

describe("a program that bundles core and an adapter", () => {
  it.each<[string, BuildOptions]>([
    ["one file of ES modules", { format: "esm", outExtension: { ".js": ".mjs" } }],
    ["ES modules with splitting", { format: "esm", splitting: true, outExtension: { ".js": ".mjs" } }],
    ["CommonJS", { format: "cjs", outExtension: { ".js": ".cjs" } }],
  ])("as %s runs inline, and says at once what else needs", async (name, options) => {
    const { inline, ...others } = await endingsOf(name.replaceAll(" ", "-"), options);
    expect(inline).toBe("completed");
    for (const ending of Object.values(others)) {
      expect(ending).toMatch(/^BUNDLED .*@wireduel\/\*/);
      expect(ending).not.toContain("\n");
    }
    expect(Object.keys(others)).toEqual(["process", "rounds", "tap"]);
  });
});
