import { existsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const TYPESCRIPT = /\.[cm]?tsx?$/;

/** A module in JavaScript may import TypeScript, or a package that the command brings along. */
const NEEDS_LOADER: readonly unknown[] = ["ERR_UNKNOWN_FILE_EXTENSION", "ERR_MODULE_NOT_FOUND"];

/** What the command brings along. A module can import it even where only the command is installed. */
const OWN = [
  "wireduel",
  "@wireduel/core",
  "@wireduel/core/adapter",
  "@wireduel/core/report",
  "@wireduel/adapter-ws",
  "@wireduel/adapter-grpc",
  "@wireduel/adapter-tcp",
  "@wireduel/adapter-http",
];

const loading = new Set<string>();

/** A module that is being loaded. If the process ends now, this module is why. */
export function moduleInLoading(): string | undefined {
  return [...loading][0];
}

/** Imports a module in JavaScript or TypeScript, in every version of Node. Waits if its default export is a promise. */
export async function importModule(path: string): Promise<{ readonly default?: unknown }> {
  loading.add(path);
  try {
    return { default: await (await load(path)).default };
  } finally {
    loading.delete(path);
  }
}

async function load(path: string): Promise<{ readonly default?: unknown }> {
  // A device or a pipe may never end.
  if (!statSync(path).isFile()) throw new Error("it is not a file");
  // Node itself can load some TypeScript, but warns about it.
  if (TYPESCRIPT.test(path)) return importWithLoader(path);
  try {
    return await import(pathToFileURL(path).href);
  } catch (error) {
    if (!NEEDS_LOADER.includes((error as NodeJS.ErrnoException | null)?.code)) throw error;
    return importWithLoader(path);
  }
}

async function importWithLoader(path: string): Promise<{ readonly default?: unknown }> {
  const { createJiti } = await import("jiti");
  const found = await Promise.all(OWN.map((name) => resolveFrom(dirname(path), name)));
  const missing = OWN.filter((_, index) => found[index] === undefined);
  const alias = Object.fromEntries(missing.map((name) => [name, fileURLToPath(import.meta.resolve(name))]));
  return createJiti(import.meta.url, { alias, fsCache: false }).import(path);
}

/** The file that a name stands for if a module in this folder imports it. Undefined: it is not installed. */
export async function resolveFrom(folder: string, name: string): Promise<string | undefined> {
  const { createJiti } = await import("jiti");
  const parentURL = pathToFileURL(`${folder}/`);
  const jiti = createJiti(parentURL.href, { fsCache: false });
  const found = jiti.esmResolve(name, { try: true, parentURL }) ?? "";
  const path = found.startsWith("file:") ? fileURLToPath(found) : found;
  // For modules of Node, and for URLs, the path of a file that does not exist comes back.
  return existsSync(path) ? path : undefined;
}
