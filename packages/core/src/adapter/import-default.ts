import { within } from "../clock/within.js";
import { asWireduelError, WireduelError } from "../failure/wireduel-error.js";

/** A module that waits for the module importing it would never finish loading. */
const IMPORT_TIMEOUT_MS = 10_000;

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
  timeoutMs: number = IMPORT_TIMEOUT_MS,
): Promise<unknown> {
  const slow = () =>
    new Error("it did not finish loading (does it wait for `runBenchmark` at its top level?)");
  try {
    const loaded = (await within(import(module), timeoutMs, slow)) as { default?: unknown };
    return loaded.default;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ERR_UNKNOWN_FILE_EXTENSION") throw new NoLoader(what, module);
    throw asWireduelError(error, "ADAPTER_NOT_LOADABLE", `${what}: cannot load ${module}`);
  }
}
