import type { Adapter } from "@wireduel/core";
import { badValue } from "../failure.js";
import type { Flag } from "../flags/flag.js";
import { shown } from "../flags/shown.js";

/** An adapter by its name, with its options: `{ adapter: "ws", profile: "tuned" }`. */
export interface AdapterSettings {
  /** `ws`, `grpc`, `http`, `tcp`, the path of a module, or a package. */
  readonly adapter: string;
  /** Options of the adapter, such as `profile`, `direction`, `label`. Numbers of bytes may have a unit. */
  readonly [option: string]: unknown;
}

/** How an adapter is named: `ws:profile=tuned`, `{ adapter: "ws", profile: "tuned" }`, or `ws({ … })` of a module. */
export type AdapterArgument = string | AdapterSettings | Adapter;

/** The adapters of a configuration. On the command line they are arguments. */
export const adaptersFlag: Flag<readonly AdapterArgument[], AdapterArgument | readonly AdapterArgument[]> = {
  value: "ADAPTER",
  help: "What to measure, if the command line names no adapter: ws, grpc, http, http:version=2, tcp, or a module.",
  fallback: "",
  configurationOnly: true,
  parse(name, given) {
    const items: readonly unknown[] = Array.isArray(given) ? given : [given];
    if (items.length === 0) throw badValue(name, "at least one adapter", "none");
    for (const item of items) {
      if (typeof item === "string" || isSettings(item) || isAdapter(item)) continue;
      throw badValue(name, '"ws", "ws:profile=tuned", { adapter: "ws", … } or ws({ … })', shown(item));
    }
    return items as readonly AdapterArgument[];
  },
};

/** Whether a value is what a factory of `defineAdapter` returns. */
export function isAdapter(value: unknown): value is Adapter {
  const { protocol, options, codec } = (value ?? {}) as Partial<Adapter>;
  return typeof protocol?.dial === "function" && typeof options === "object" && typeof codec === "object";
}

function isSettings(value: unknown): value is AdapterSettings {
  return typeof (value as Partial<AdapterSettings> | null)?.adapter === "string";
}
