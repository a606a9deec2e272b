import { isAdapter } from "../adapter/adapter-data.js";
import type { Adapter } from "../adapter/contract.js";
import { invalidOption } from "./kinds.js";

/**
 * Checks an `adapters` option.
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkAdapters(adapters: unknown): readonly Adapter[] {
  if (!Array.isArray(adapters)) {
    throw invalidOption("adapters", "a list of adapters, such as [ws(), grpc()]", adapters);
  }
  if (adapters.length === 0) throw invalidOption("adapters", "at least one adapter", adapters);
  return adapters.map((adapter: unknown, index) => {
    const name = `adapters[${index}]`;
    if (typeof adapter === "function") {
      throw invalidOption(name, "an adapter: call the factory, as in ws()", adapter);
    }
    if (isAdapter(adapter)) return adapter;
    throw invalidOption(name, "an adapter, such as ws() returns", adapter);
  });
}
