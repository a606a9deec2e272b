import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig, type Options } from "tsup";

const here = dirname(fileURLToPath(import.meta.url));

const common: Options = {
  outDir: join(here, "dist"),
  format: "esm",
  platform: "node",
  target: "node20",
  sourcemap: true,
};

const sources = readdirSync(join(here, "src"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && file !== "internals.ts")
  .map((file) => [file.slice(0, -".ts".length), join(here, "src", file)] as const);

export default defineConfig([
  // File by file: other processes load some of them by their URL.
  { ...common, name: "faults", entry: Object.fromEntries(sources), bundle: false },
  // What core does not export is bundled from its sources.
  {
    ...common,
    name: "internals of faults",
    entry: { internals: join(here, "src/internals.ts") },
    skipNodeModulesBundle: true,
  },
]);
