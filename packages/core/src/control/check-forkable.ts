import { realpathSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { makeAdapter, survivesJson } from "../adapter/adapter-data.js";
import type { Adapter } from "../adapter/contract.js";
import { codecsOf } from "../adapter/define-adapter.js";
import { NoLoader } from "../adapter/import-default.js";
import { IF_BUNDLED } from "../adapter/own-files.js";
import { WireduelError } from "../failure/wireduel-error.js";

const INLINE = 'or use one round with `receiver: "inline"`';

/**
 * Checks that another process can create this adapter, before a process is forked.
 * @param timeoutMs how long its module may take to load
 * @throws WireduelError `ADAPTER_NOT_LOADABLE`
 */
export async function checkForkable(adapter: Adapter, timeoutMs: number): Promise<void> {
  const { protocol, options, codec } = adapter;
  const { name, module } = protocol;
  if (module === undefined) {
    throw notLoadable(
      `${name}: another process cannot create this adapter, because it has no \`module\`; move it to its own ` +
        `module with \`module: import.meta.url\` and export the factory as default, ${INLINE}${IF_BUNDLED}`,
    );
  }
  if (module === mainScript()) {
    throw notLoadable(
      `${name} is defined in the main script (${module}), and another process would run that script again; ` +
        `move the adapter to its own module, ${INLINE}${IF_BUNDLED}`,
    );
  }
  if (!survivesJson(options) || !(await makesTheSame(name, module, adapter, timeoutMs))) {
    throw notLoadable(
      `${name}: a JSON round trip changes its options, so the two ends would use different ones`,
    );
  }
  // Other processes find built-in codecs and the protocol's codecs by name. So does this one: the adapter may come from
  // another copy of core, whose codecs are equal but not the same objects.
  const isFound = codecsOf(protocol).some((known) => known.name === codec.name);
  if (codec.module === undefined && !isFound) {
    throw notLoadable(
      `${name}: another process cannot load the codec "${codec.name}", because it has no \`module\`; add one, ${INLINE}`,
    );
  }
}

/**
 * Whether the module's factory returns an adapter with the same options. True if this process cannot load the
 * module.
 */
async function makesTheSame(
  name: string,
  module: string,
  { options }: Adapter,
  timeoutMs: number,
): Promise<boolean> {
  try {
    const made = await makeAdapter(name, module, options, timeoutMs);
    return isDeepStrictEqual(made.options, options);
  } catch (error) {
    // The receiver process has a loader, and reports any error of the module.
    if (error instanceof NoLoader) return true;
    throw error;
  }
}

function mainScript(): string | undefined {
  try {
    return process.argv[1] === undefined ? undefined : pathToFileURL(realpathSync(process.argv[1])).href;
  } catch {
    return undefined;
  }
}

function notLoadable(message: string): WireduelError {
  return new WireduelError("ADAPTER_NOT_LOADABLE", message);
}
