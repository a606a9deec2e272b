import { type Adapter, WireduelError } from "@wireduel/core";
import { UsageError } from "../failure.js";
import { importModule } from "../program/import-module.js";
import { readAdapterText, withoutUnits } from "./adapter-text.js";
import { type AdapterArgument, isAdapter } from "./adapters-flag.js";
import { findModule } from "./find-module.js";

/** What a module of an adapter exports as default. */
export type Factory = (options?: Readonly<Record<string, unknown>>) => Adapter;

/** The adapters that the command has, by name. */
export const OWN_ADAPTERS: Readonly<Record<string, () => Promise<Factory>>> = {
  ws: async () => (await import("@wireduel/adapter-ws")).ws as Factory,
  grpc: async () => (await import("@wireduel/adapter-grpc")).grpc as Factory,
  http: async () => (await import("@wireduel/adapter-http")).http as Factory,
  tcp: async () => (await import("@wireduel/adapter-tcp")).tcp as Factory,
};

/** What adapters are made from. */
export interface AdaptersWanted {
  /** Those of the command line. */
  readonly args: readonly string[];
  /** Those of the configuration, if the command line has none. */
  readonly configured?: readonly AdapterArgument[] | undefined;
  /** Relative paths start here. */
  readonly cwd: string;
  /** Options of every adapter that does not set them itself, such as `{ tls: "local" }`. */
  readonly common?: Readonly<Record<string, unknown>>;
  /** A command line with adapters, for the message if there are none. */
  readonly example?: string;
}

/**
 * Loads and makes the adapters of a command.
 * @throws UsageError, or WireduelError `INVALID_OPTION` for their options
 */
export async function loadAdapters(wanted: AdaptersWanted): Promise<readonly Adapter[]> {
  const { args, configured = [], cwd, common = {}, example = "wireduel ws grpc" } = wanted;
  const given: readonly AdapterArgument[] = args.length > 0 ? args : configured;
  if (given.length === 0) throw new UsageError(`name at least one adapter, as in: ${example}`);
  return Promise.all(given.map((argument) => loadAdapter(argument, cwd, common)));
}

/**
 * Loads and makes one adapter.
 * @param cwd relative paths start here
 * @param common options that the adapter gets if it does not set them itself
 * @throws UsageError, or WireduelError `INVALID_OPTION` for its options
 */
export async function loadAdapter(
  argument: AdapterArgument,
  cwd: string,
  common: Readonly<Record<string, unknown>> = {},
): Promise<Adapter> {
  if (isAdapter(argument)) return argument;
  const { adapter, ...options } = typeof argument === "string" ? readAdapterText(argument) : argument;
  const factory = await loadFactory(adapter, cwd);
  const given = { ...common, ...withoutUnits(adapter, options) };
  const made = await orUsageError(`${adapter}: its factory fails`, async () => factory(given));
  if (isAdapter(made)) return made;
  throw new UsageError(`${adapter}: the factory of this module does not return an adapter`);
}

/**
 * Loads the factory of an adapter.
 * @param name `ws`, `grpc`, `http`, `tcp`, the path of a module or of a package's folder, or an installed package
 * @throws UsageError
 */
export async function loadFactory(name: string, cwd: string): Promise<Factory> {
  const own = Object.hasOwn(OWN_ADAPTERS, name) ? OWN_ADAPTERS[name] : undefined;
  if (own) return own();
  const file = await findModule(name, cwd, Object.keys(OWN_ADAPTERS));
  const { default: factory } = await orUsageError(`${name}: cannot load ${file}`, () => importModule(file));
  if (typeof factory === "function") return factory as Factory;
  throw new UsageError(
    `${name}: the default export of ${file} is not an adapter factory (see defineAdapter)`,
  );
}

/** What fails in a module of the user's own is an error of usage. Core's errors say enough by themselves. */
async function orUsageError<T>(what: string, use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } catch (error) {
    if (error instanceof WireduelError) throw error;
    throw new UsageError(`${what}: ${error instanceof Error ? error.message : error}`);
  }
}
