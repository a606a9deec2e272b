// Which adapters can be named: those of the command, and those that the user's project installed.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { OWN_ADAPTERS } from "../adapters/load-adapters.js";
import { nearestFolder } from "../adapters/nearest-folder.js";

/** Packages with this keyword in their `package.json` are adapters. */
export const ADAPTER_KEYWORD = "wireduel-adapter";

/** The names of all adapters: those of the command first. */
export function installedAdapters(cwd: string): readonly string[] {
  const own = Object.keys(OWN_ADAPTERS);
  return [...own, ...adaptersOfProject(cwd)];
}

/**
 * The adapters among the dependencies that the nearest `package.json` names. Dependencies of these are not looked at, because
 * nobody chose them.
 */
function adaptersOfProject(cwd: string): readonly string[] {
  const folder = nearestFolder(cwd, "package.json");
  if (folder === undefined) return [];
  const { dependencies, devDependencies, optionalDependencies } = manifestOf(folder);
  const names = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies });
  return names.filter((name) => isAdapterPackage(folder, name)).toSorted();
}

function isAdapterPackage(from: string, name: string): boolean {
  const place = nearestFolder(from, join("node_modules", name, "package.json"));
  if (place === undefined) return false;
  const { keywords } = manifestOf(join(place, "node_modules", name));
  return Array.isArray(keywords) && keywords.includes(ADAPTER_KEYWORD);
}

interface Manifest {
  readonly dependencies?: object;
  readonly devDependencies?: object;
  readonly optionalDependencies?: object;
  readonly keywords?: unknown;
}

/** A broken manifest has nothing. npm says what is wrong with it. */
function manifestOf(folder: string): Manifest {
  try {
    return (JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) ?? {}) as Manifest;
  } catch {
    return {};
  }
}
