import { fileURLToPath, pathToFileURL } from "node:url";
import { createJiti } from "jiti";

/** What Node says about TypeScript that it cannot load, and about imports that only a TypeScript loader finds. */
const NEEDS_LOADER: ReadonlySet<unknown> = new Set([
  "ERR_UNKNOWN_FILE_EXTENSION",
  "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX",
  "ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING",
  "ERR_INVALID_TYPESCRIPT_SYNTAX",
  "ERR_MODULE_NOT_FOUND",
]);

/** What the command brings along. So a configuration can import it where only the command is installed. */
const OWN = [
  "wireduel",
  "@wireduel/core",
  "@wireduel/core/adapter",
  "@wireduel/adapter-ws",
  "@wireduel/adapter-grpc",
  "@wireduel/adapter-tcp",
];

/** Imports a module in JavaScript or TypeScript. Every version of Node can do that. */
export async function importModule(path: string): Promise<{ readonly default?: unknown }> {
  // The child processes load a module without jiti, so that is tried first.
  try {
    return await import(pathToFileURL(path).href);
  } catch (error) {
    if (!NEEDS_LOADER.has((error as NodeJS.ErrnoException).code)) throw error;
  }
  const alias = Object.fromEntries(OWN.map((name) => [name, import.meta.resolve(name)]));
  return createJiti(import.meta.url, { alias, fsCache: false }).import(path);
}

/** The file that a name stands for if a module in this folder imports it. Undefined: it is not installed. */
export function resolveFrom(folder: string, name: string): string | undefined {
  const parentURL = pathToFileURL(`${folder}/`);
  const found = createJiti(parentURL.href, { fsCache: false }).esmResolve(name, { try: true, parentURL });
  return found?.startsWith("file:") ? fileURLToPath(found) : found;
}
