import type { Adapter } from "@wireduel/core";
import { didYouMean } from "@wireduel/core/adapter";
import { UsageError } from "../failure.js";

/**
 * The label of an adapter that the user named: by its label, or by its protocol, such as `ws`, if only one adapter has it.
 * Upper and lower case are the same, unless two labels differ in nothing else.
 * @param flag for the message
 * @param byProtocol the adapters of which one may be named by its protocol
 * @throws UsageError
 */
export function labelOf(
  flag: string,
  name: string,
  adapters: readonly Adapter[],
  byProtocol: readonly Adapter[] = adapters,
): string {
  const labels = adapters.map(({ label }) => label);
  const same = (one: string) => one.toLowerCase() === name.toLowerCase();
  const exact = labels.find((label) => label === name) ?? labels.find(same);
  if (exact !== undefined) return exact;
  const found = byProtocol.filter(({ protocol }) => same(protocol.name) || same(protocol.title));
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return only.label;
  const known = [...labels, ...byProtocol.map(({ protocol }) => protocol.name)];
  const hint = didYouMean(name, known, (word) => word) || `; known are ${[...new Set(known)].join(", ")}`;
  const problem = found.length > 1 ? "several adapters have this name" : "there is no such adapter";
  throw new UsageError(`${flag}: ${name}: ${problem}${hint}`);
}
