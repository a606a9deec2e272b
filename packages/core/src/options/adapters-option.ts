import type { Adapter } from "../adapter/contract.js";
import { invalidOption } from "./option.js";

/**
 * The adapters of an option, each looked at.
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkAdapters(adapters: unknown): readonly Adapter[] {
  if (!Array.isArray(adapters))
    throw invalidOption("adapters", "a list of adapters, such as [ws(), grpc()]", adapters);
  if (adapters.length === 0) throw invalidOption("adapters", "at least one adapter", adapters);
  return adapters.map((adapter: unknown, index) => {
    if (typeof adapter === "function") {
      throw invalidOption(`adapters[${index}]`, "an adapter: call its factory, as in ws()", adapter);
    }
    if (!isAdapter(adapter)) throw invalidOption(`adapters[${index}]`, "an adapter, as ws() makes", adapter);
    return adapter;
  });
}

function isAdapter(value: unknown): value is Adapter {
  const adapter = value as Partial<Adapter> | null;
  return (
    typeof adapter === "object" &&
    typeof adapter?.name === "string" &&
    typeof adapter.options === "object" &&
    typeof adapter.listen === "function" &&
    typeof adapter.dial === "function" &&
    typeof adapter.supports === "object" &&
    (adapter.codecs === "any" || (Array.isArray(adapter.codecs) && adapter.codecs.length > 0))
  );
}
