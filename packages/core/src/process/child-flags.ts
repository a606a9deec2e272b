import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { WireduelError } from "../failure/wireduel-error.js";
import { isPassedOn, isPreload, parseFlags, purposeOf } from "./node-flags.js";
import { joinNodeOptions, splitNodeOptions } from "./node-options.js";

/** What decides about the flags of a child process. The defaults are those of this process. */
export interface ParentProcess {
  readonly execArgv: readonly string[];
  readonly nodeOptions: string;
  /** Resolves `tsx` from a module. */
  readonly resolveTsx: (from: string) => string | undefined;
  /** Whether the runtime loads TypeScript by itself. */
  readonly stripsTypes: boolean;
}

/**
 * The Node flags of a child process that must load `modules`: those of the parent, so that both ends of a
 * round run under the same ones. `node-flags.ts` says which flags belong to the parent alone, and why. NODE_OPTIONS
 * reaches the child too: see `childEnv`.
 *
 * If a module is TypeScript and the parent has no TypeScript loader to pass on (a test runner has its own),
 * the child uses `tsx` as resolved from a module, or else Node's own type stripping.
 *
 * @throws WireduelError `ADAPTER_NOT_LOADABLE` if a module is TypeScript and there is no loader for it
 */
export function childFlags(modules: readonly string[], parent: Partial<ParentProcess> = {}): string[] {
  const {
    execArgv = process.execArgv,
    nodeOptions = process.env.NODE_OPTIONS ?? "",
    resolveTsx = findTsx,
    stripsTypes = loadsTypeScript(),
  } = parent;
  const own = parseFlags(execArgv).filter(isPassedOn);
  const flags = own.flatMap(({ given }) => given);
  const typescript = modules.find((module) => /\.[mc]?tsx?$/.test(module));
  if (typescript === undefined) return flags;

  const inherited = parseFlags(splitNodeOptions(nodeOptions)).filter(isPassedOn);
  const preloads = [...inherited, ...own].filter(isPreload);
  if (preloads.some((flag) => purposeOf(flag) === "typescript")) return flags;
  for (const module of modules) {
    const tsx = resolveTsx(module);
    if (tsx !== undefined) return [...flags, `--import=${tsx}`];
  }
  // A loader of the caller's own may load TypeScript.
  if (stripsTypes || preloads.length > 0) return flags;
  throw new WireduelError(
    "ADAPTER_NOT_LOADABLE",
    `a receiver process cannot load ${typescript}: it is TypeScript, and there is no loader for it; ` +
      'build it, install tsx in its package, or use `receiver: "inline"`',
  );
}

/** The environment of a child process: NODE_OPTIONS without the flags that belong to the parent alone. */
export function childEnv(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  if (env.NODE_OPTIONS === undefined) return env;
  const flags = parseFlags(splitNodeOptions(env.NODE_OPTIONS));
  const passedOn = flags.filter(isPassedOn);
  if (passedOn.length === flags.length) return env;
  return { ...env, NODE_OPTIONS: joinNodeOptions(passedOn.flatMap(({ given }) => given)) };
}

function loadsTypeScript(): boolean {
  const { typescript } = process.features as { typescript?: unknown };
  return Boolean(typescript) || process.versions.bun !== undefined || process.versions.deno !== undefined;
}

function findTsx(from: string): string | undefined {
  try {
    return pathToFileURL(createRequire(from).resolve("tsx")).href;
  } catch {
    return undefined;
  }
}
