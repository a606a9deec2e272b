import type { Adapter } from "../adapter/contract.js";
import type { RoundsRule } from "../verdict/rounds-rule.js";
import { invalidOption } from "./kinds.js";

/** Options that `explain` concerns, each as it was given. */
interface Given {
  readonly explain: boolean;
  readonly wireBytes: boolean | undefined;
  readonly adapters: readonly Adapter[];
}

/**
 * Refuses `explain` where nothing can be explained.
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkExplain({ explain, adapters }: Given, { max }: RoundsRule): void {
  if (!explain) return;
  if (max === 1) throw invalidOption("explain", "false with one round, which shows no difference", explain);
  if (adapters.length === 1) throw invalidOption("explain", "false with one adapter", explain);
}

/** Whether to count bytes on the wire: as given, or if a run is to be explained and all links are of TCP. */
export function countsWireBytes({ explain, wireBytes, adapters }: Given): boolean {
  return wireBytes ?? (explain && adapters.every(({ unixSocket }) => unixSocket === null));
}
