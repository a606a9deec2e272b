// The adapters that this process has for another one, which chooses among them by name. It never loads what that one names.
import type { Adapter, TlsOption } from "@wireduel/core";
import { readAdapterText } from "./adapter-text.js";
import { type AdapterArgument, isAdapter } from "./adapters-flag.js";
import { loadAdapter, OWN_ADAPTERS } from "./load-adapters.js";

/** Those of the command line. Without any: those that the command has. */
export function namesToServe(args: readonly string[]): readonly string[] {
  return args.length === 0 ? Object.keys(OWN_ADAPTERS) : args;
}

/**
 * Loads them.
 * @param tls their certificates. Undefined: the other process decides whether links are encrypted.
 * @throws UsageError, or WireduelError `INVALID_OPTION` for their options
 */
export function loadServed(
  names: readonly string[],
  cwd: string,
  tls: TlsOption | undefined,
): Promise<readonly Adapter[]> {
  return Promise.all(names.map((name) => loadAdapter(name, cwd, tls ? { tls } : {})));
}

/**
 * What another process must name to have these adapters. Empty: it has them without naming any.
 * @param used the adapters of a run
 */
export function namesElsewhere(used: readonly AdapterArgument[]): readonly string[] {
  const names = [...new Set(used.map(nameOf))];
  return names.every((name) => Object.hasOwn(OWN_ADAPTERS, name)) ? [] : names;
}

function nameOf(argument: AdapterArgument): string {
  if (typeof argument === "string") return readAdapterText(argument).adapter;
  return isAdapter(argument) ? argument.protocol.name : argument.adapter;
}
