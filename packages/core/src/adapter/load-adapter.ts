import type { Adapter } from "./contract.js";
import type { Codec } from "../codec/codec.js";
import { codecsOf } from "./define-adapter.js";
import { asWireduelError, WireduelError } from "../failure/wireduel-error.js";
import type { JsonObject } from "../result/json.js";
import { within } from "../clock/within.js";
import type { SessionRequest } from "../control/control-calls.js";

/** How long a module may take to load: one that waits for its own importer would take for ever. */
const IMPORT_TIMEOUT_MS = 10_000;

/**
 * The adapter that a module's default export makes with these options.
 * @throws WireduelError `ADAPTER_NOT_LOADABLE`; whatever the factory throws of bad options
 */
export async function loadAdapter(
  name: string,
  module: string,
  options: JsonObject,
  timeoutMs: number = IMPORT_TIMEOUT_MS,
): Promise<Adapter> {
  const factory = await importDefault(name, module, timeoutMs);
  if (typeof factory !== "function") {
    throw new WireduelError(
      "ADAPTER_NOT_LOADABLE",
      `${name}: the default export of ${module} is not an adapter factory, so a receiver process cannot make the ` +
        'adapter; export the factory as default from a module of its own, or use `receiver: "inline"`',
    );
  }
  return factory(options) as Adapter;
}

/**
 * The codec that a session names: one of the adapter's own, one of `registered`, or the default export of its module.
 * @throws WireduelError `ADAPTER_NOT_LOADABLE`
 */
export async function loadCodec(
  adapter: Adapter,
  wanted: SessionRequest["codec"],
  registered: readonly Codec[],
): Promise<Codec> {
  const found = [...codecsOf(adapter.codecs), ...registered].find((codec) => codec.name === wanted.name);
  if (found) return found;
  if (wanted.module === undefined) {
    throw new WireduelError(
      "ADAPTER_NOT_LOADABLE",
      `the receiver has no codec "${wanted.name}" for ${adapter.name}`,
    );
  }
  const codec = await importDefault(`codec ${wanted.name}`, wanted.module, IMPORT_TIMEOUT_MS);
  if ((codec as Codec | undefined)?.name !== wanted.name) {
    throw new WireduelError(
      "ADAPTER_NOT_LOADABLE",
      `the default export of ${wanted.module} is not the codec "${wanted.name}"`,
    );
  }
  return codec as Codec;
}

/** This process cannot load TypeScript by itself (a test runner's worker, which transforms it); another one can. */
export class NotHere extends WireduelError {
  constructor(what: string, module: string) {
    super("ADAPTER_NOT_LOADABLE", `${what}: this process has no loader for ${module}`);
  }
}

async function importDefault(what: string, module: string, timeoutMs: number): Promise<unknown> {
  const slow = () =>
    new Error("it did not finish loading (does it wait for `runBenchmark` at its top level?)");
  try {
    const loaded = (await within(import(module), timeoutMs, slow)) as { default?: unknown };
    return loaded.default;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_UNKNOWN_FILE_EXTENSION")
      throw new NotHere(what, module);
    throw asWireduelError(error, "ADAPTER_NOT_LOADABLE", `${what}: cannot load ${module}`);
  }
}
