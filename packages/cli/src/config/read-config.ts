import { existsSync } from "node:fs";
import { dirname, isAbsolute, relative, resolve } from "node:path";
import type { Command } from "../command.js";
import { UsageError } from "../failure.js";
import type { Flag } from "../flags/flag.js";
import { checkKeys } from "./check-keys.js";
import { findConfig } from "./find-config.js";
import { loadConfig } from "./load-config.js";

/** A configuration file that was read. */
export interface Configuration {
  /** Its path from the working folder. */
  readonly file: string;
  /** Its values by their keys, not checked yet. Their relative paths start at the working folder. */
  readonly given: Readonly<Record<string, unknown>>;
}

/**
 * Finds and reads the configuration.
 * @param wanted the path of a file, false for none, or undefined to look for one
 * @param commands all commands: a file may have keys of each
 * @throws UsageError
 */
export async function readConfig(
  wanted: string | false | undefined,
  command: Command,
  { cwd, commands }: { readonly cwd: string; readonly commands: readonly Command[] },
): Promise<Configuration | undefined> {
  if (wanted === false) return undefined;
  if (wanted !== undefined && !existsSync(resolve(cwd, wanted))) {
    throw new UsageError(`--config: there is no file ${wanted}`);
  }
  const path = wanted === undefined ? findConfig(cwd) : resolve(cwd, wanted);
  if (path === undefined) return undefined;
  const file = relative(cwd, path);
  const loaded = await loadConfig(path, file);
  checkKeys(file, loaded, commands);
  const move = (given: string) =>
    isAbsolute(given) ? given : relative(cwd, resolve(dirname(path), given)) || ".";
  const entries = Object.entries(command.flags)
    // A key can be about another command only.
    .filter(([key, flag]) => !flag.commandLineOnly && loaded[key] !== undefined && Object.hasOwn(loaded, key))
    .map(([key, flag]) => [key, moved(loaded[key], flag, move)]);
  return { file, given: Object.fromEntries(entries) };
}

/** The same value, with paths that start at the working folder. */
function moved(given: unknown, flag: Flag<unknown>, move: (path: string) => string): unknown {
  if (Array.isArray(given)) return given.map((one) => (Array.isArray(one) ? one : moved(one, flag, move)));
  if (flag.isPath) return typeof given === "string" ? move(given) : given;
  if (!flag.configurationOnly) return given;
  // Of adapters, only what starts with a dot is a path.
  if (typeof given === "string") return given.startsWith(".") ? `./${move(given)}` : given;
  const { adapter } = (given ?? {}) as { adapter?: unknown };
  return typeof adapter === "string" && adapter.startsWith(".")
    ? { ...(given as object), adapter: `./${move(adapter)}` }
    : given;
}
