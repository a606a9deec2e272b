// What tests start runs JavaScript. A process needs a second longer to load TypeScript, and the tests start more than a
// thousand. So the sources are also in `transpiled/` beside each `src/`: file by file, with the same names.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";
import type { ViteUserConfig } from "vitest/config";
import { root } from "./documents.js";

type VitePlugin = NonNullable<ViteUserConfig["plugins"]>[number];

const faults = join(root, "faults");
const packages = ["packages", "examples"]
  .flatMap((parent) => readdirSync(join(root, parent)).map((name) => join(root, parent, name)))
  .filter((folder) => existsSync(join(folder, "src")));
const folders = [...packages, faults];

/** Runs once before all tests. Writes only what changed, so that it disturbs no tests that run already. */
export default async function transpile(): Promise<void> {
  const sources = folders.flatMap(sourcesOf);
  const { outputFiles } = await build({
    entryPoints: sources
      .filter((file) => file.endsWith(".ts"))
      .map((file) => ({ in: file, out: relative(root, transpiled(file)).slice(0, -".js".length) })),
    outdir: root,
    write: false,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    plugins: [nothingBundled],
    logLevel: "warning",
  });
  for (const { path, text } of outputFiles) writeIfOther(path, text);
  for (const file of sources.filter((file) => /\.m?js$/.test(file))) {
    writeIfOther(transpiled(file), readFileSync(file, "utf8"));
  }
}

/**
 * What a source says of itself to the processes that it starts: where it is transpiled. A test that loads this itself gets
 * the source, so that it has nothing twice.
 */
export const startTranspiled: VitePlugin = {
  name: "start transpiled",
  enforce: "pre",
  load(id) {
    const source = id.replace(/([\\/])transpiled([\\/].*)\.js$/, "$1src$2.ts");
    if (source === id || !folders.some((folder) => id.startsWith(join(folder, "transpiled")))) return;
    const from = JSON.stringify(source);
    return `export * from ${from}; export { default } from ${from};`;
  },
  transform(code, id) {
    const [file = ""] = id.split("?");
    if (!folders.some((folder) => file.startsWith(join(folder, "src"))) || file.endsWith(".test.ts")) return;
    const url = JSON.stringify(pathToFileURL(transpiled(file)).href);
    return code.replaceAll(/(?<=\bmodule: |\bentryBeside\()import\.meta\.url/g, url);
  },
};

/**
 * Every import stays an import. One of a package of this repository leads to its transpiled source, but faults are tried with
 * what users run, the last build.
 */
const nothingBundled: Plugin = {
  name: "nothing bundled",
  setup({ onResolve }) {
    onResolve({ filter: /^@wireduel\// }, ({ path, importer }) => {
      if (importer.startsWith(faults)) return { path, external: true };
      const [, name, entry = ""] = /^@wireduel\/([^/]+)(.*)/.exec(path) ?? [];
      const folder = packages.find((folder) => basename(folder) === name) ?? root;
      const { exports } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
      const source = join(folder, exports[`.${entry}`]["@wireduel/source"]);
      return { path: pathToFileURL(transpiled(source)).href, external: true };
    });
    onResolve({ filter: /.*/ }, ({ path, kind }) => {
      if (kind === "entry-point") return;
      return { path: path.startsWith(".") ? transpiled(path) : path, external: true };
    });
  },
};

function writeIfOther(file: string, text: string): void {
  if (existsSync(file) && readFileSync(file, "utf8") === text) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** The path of a transpiled source. */
function transpiled(source: string): string {
  return source.replace(/([\\/])src([\\/])/, "$1transpiled$2").replace(/\.ts$/, ".js");
}

function sourcesOf(folder: string): string[] {
  const src = join(folder, "src");
  return readdirSync(src, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(ts|m?js)$/.test(name) && !/\.test\.ts$/.test(name))
    .map((name) => join(src, name));
}
