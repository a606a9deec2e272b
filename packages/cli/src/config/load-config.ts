import { readFile } from "node:fs/promises";
import { UsageError } from "../failure.js";
import { importModule } from "../program/import-module.js";

/**
 * Loads a configuration file.
 * @param path absolute
 * @param name its name in messages
 * @throws UsageError
 */
export async function loadConfig(path: string, name: string): Promise<Readonly<Record<string, unknown>>> {
  const loaded = path.endsWith(".json") ? await readJson(path, name) : await importConfig(path, name);
  if (Object.prototype.toString.call(loaded) === "[object Object]") return loaded as Record<string, unknown>;
  const wanted = path.endsWith(".json")
    ? "an object"
    : "an object as default export, as from defineConfig({ … })";
  throw new UsageError(`${name}: expected ${wanted}`);
}

async function readJson(path: string, name: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    throw new UsageError(`${name}: cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${name}: is not JSON: ${(error as Error).message}`);
  }
}

async function importConfig(path: string, name: string): Promise<unknown> {
  try {
    return (await importModule(path)).default;
  } catch (error) {
    throw new UsageError(`${name}: cannot be loaded: ${error instanceof Error ? error.message : error}`);
  }
}
