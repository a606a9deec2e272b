import { within } from "../clock/within.js";
import { asWireduelError, WireduelError } from "../failure/wireduel-error.js";

/** A module that waits for the module importing it would never finish loading. */
export const LOAD_TIMEOUT_MS = 10_000;

/**
 * This process has no TypeScript loader (for example, a worker of a test runner). Another process may have
 * one.
 */
export class NoLoader extends WireduelError {
  constructor(what: string, module: string) {
    super("ADAPTER_NOT_LOADABLE", `${what}: this process has no loader for ${module}`);
  }
}

/**
 * Imports the default export of a module.
 * @param what describes the export in messages
 * @throws WireduelError `ADAPTER_NOT_LOADABLE`. It is a `NoLoader` if this process cannot load TypeScript.
 */
export async function importDefault(
  what: string,
  module: string,
  timeoutMs: number = LOAD_TIMEOUT_MS,
): Promise<unknown> {
  const slow = () =>
    new Error("it did not finish loading (does it wait for `runBenchmark` at its top level?)");
  try {
    // Bundlers must leave it alone: the module is only known at run time.
    const loaded = (await within(
      import(/* webpackIgnore: true */ /* @vite-ignore */ module),
      timeoutMs,
      slow,
    )) as { default?: unknown };
    return loaded.default;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // TypeScript needs a loader, which the other process has. Node strips types only of some files.
    if (isTypeScript(module) && NO_LOADER.has(code ?? "")) throw new NoLoader(what, module);
    throw asWireduelError(error, "ADAPTER_NOT_LOADABLE", `${what}: cannot load ${module}`);
  }
}

const NO_LOADER: ReadonlySet<string> = new Set([
  "ERR_UNKNOWN_FILE_EXTENSION",
  "ERR_MODULE_NOT_FOUND",
  "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX",
]);

function isTypeScript(module: string): boolean {
  return /\.[mc]?tsx?$/.test(module);
}
