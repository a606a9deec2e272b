import { UsageError } from "../failure.js";
import { importModule } from "../program/import-module.js";
import { readText } from "../program/read-text.js";

/**
 * Loads a configuration file.
 * @param path absolute
 * @param name its name in messages
 * @throws UsageError
 */
export async function loadConfig(path: string, name: string): Promise<Readonly<Record<string, unknown>>> {
  const loaded = path.endsWith(".json") ? readJson(path, name) : await importConfig(path, name);
  if (Object.prototype.toString.call(loaded) === "[object Object]") return loaded as Record<string, unknown>;
  const wanted = path.endsWith(".json")
    ? "an object"
    : "an object as default export, as from defineConfig({ … })";
  throw new UsageError(`${name}: expected ${wanted}`);
}

function readJson(path: string, name: string): unknown {
  let text: string;
  try {
    text = readText(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UsageError(`${name}: cannot be read (${code ?? message})`);
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
