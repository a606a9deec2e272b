import { existsSync, readFileSync, statSync } from "node:fs";
import { isAbsolute, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { UsageError } from "../failure.js";
import { resolveFrom } from "../program/import-module.js";
import { UnknownAdapter } from "./unknown-adapter.js";

const SCRIPT = /\.[cm]?[jt]sx?$/;

/**
 * The file of an adapter's module.
 * @param name the path of a module, of a package's folder, or the name of an installed package
 * @param cwd relative paths and the search for packages start here
 * @param known the names of the command's own adapters, for the message
 * @throws UsageError
 */
export async function findModule(name: string, cwd: string, known: readonly string[]): Promise<string> {
  const path = name.startsWith("file:") ? fileURLToPath(name) : resolve(cwd, name);
  if (existsSync(path)) return statSync(path).isDirectory() ? moduleOfPackage(name, path) : path;
  if (isPath(name)) throw new UsageError(`${name}: there is no such file`);
  const found = await resolveFrom(cwd, name);
  if (found !== undefined) return found;
  throw new UnknownAdapter(name, known);
}

function isPath(name: string): boolean {
  return name.startsWith(".") || name.startsWith("file:") || isAbsolute(name) || SCRIPT.test(name);
}

async function moduleOfPackage(name: string, folder: string): Promise<string> {
  const manifest = join(folder, "package.json");
  if (!existsSync(manifest)) {
    throw new UsageError(`${name}: a folder without a package.json; name the file of the adapter's module`);
  }
  const found = await mainOf(folder, readManifest(name, manifest));
  if (found !== undefined && existsSync(found)) return found;
  throw new UsageError(`${name}: the module that its package.json names is missing (is the package built?)`);
}

function readManifest(name: string, path: string): Manifest {
  try {
    return JSON.parse(readFileSync(path, "utf8")) ?? {};
  } catch (error) {
    throw new UsageError(`${name}: cannot read its package.json: ${(error as Error).message}`);
  }
}

async function mainOf(
  folder: string,
  { name, exports, main = "index.js" }: Manifest,
): Promise<string | undefined> {
  if (exports === undefined) return join(folder, main);
  // A package can import itself by its name.
  return name === undefined ? undefined : resolveFrom(folder, name);
}

interface Manifest {
  readonly name?: string;
  readonly exports?: unknown;
  readonly main?: string;
}
