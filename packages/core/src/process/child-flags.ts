import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { WireduelError } from "../failure/wireduel-error.js";

const CONDITION_FLAGS = ["--conditions", "-C"];
const LOADER_FLAGS = ["--import", "--require", "-r", "--loader", "--experimental-loader"];
const TEST_RUNNERS = /vitest|jest|mocha/;

/**
 * The Node flags of a child process that must load `modules`. It inherits the parent's export conditions and,
 * if a module is TypeScript, the parent's loaders. It does not inherit the inspector's port or the loaders of
 * a test runner. If there is no loader, it uses `tsx` as resolved from a module, or else Node's own type
 * stripping.
 *
 * @throws WireduelError `ADAPTER_NOT_LOADABLE` if a module is TypeScript and there is no loader for it
 */
export function childFlags(
  modules: readonly string[],
  parentFlags: readonly string[] = process.execArgv,
  resolveTsx: (from: string) => string | undefined = findTsx,
  stripsTypes: boolean = Boolean((process.features as { typescript?: unknown }).typescript),
): string[] {
  const conditions = pick(parentFlags, CONDITION_FLAGS);
  const typescript = modules.find((module) => /\.[mc]?tsx?$/.test(module));
  if (typescript === undefined) return conditions;

  const loaders = pick(parentFlags, LOADER_FLAGS).filter((flag) => !TEST_RUNNERS.test(flag));
  if (loaders.length > 0) return [...conditions, ...loaders];
  for (const module of modules) {
    const tsx = resolveTsx(module);
    if (tsx !== undefined) return [...conditions, `--import=${tsx}`];
  }
  if (stripsTypes) return conditions;
  throw new WireduelError(
    "ADAPTER_NOT_LOADABLE",
    `a receiver process cannot load ${typescript}: it is TypeScript, and there is no loader for it; ` +
      'build it, install tsx in its package, or use `receiver: "inline"`',
  );
}

/** The flags with the given names, in the form `--flag=value`. */
function pick(flags: readonly string[], names: readonly string[]): string[] {
  const picked: string[] = [];
  for (const [index, flag] of flags.entries()) {
    const [name = "", ...value] = flag.split("=");
    if (!names.includes(name)) continue;
    const long = name === "-C" ? "--conditions" : name === "-r" ? "--require" : name;
    picked.push(`${long}=${value.length > 0 ? value.join("=") : flags[index + 1]}`);
  }
  return picked;
}

function findTsx(from: string): string | undefined {
  try {
    return pathToFileURL(createRequire(from).resolve("tsx")).href;
  } catch {
    return undefined;
  }
}
