import { canSlice } from "../load/slice-load.js";
import type { CheckedOptions } from "../options/benchmark-options.js";
import type { NotSliced } from "../result/result.js";

/** Why the rounds of a run cannot have slices. Null if they can, as far as the options show. */
export function whyNotSliced({
  adapters,
  settings,
  rounds,
  slices,
  senders,
}: CheckedOptions): NotSliced | null {
  if (rounds.max === 1) return "one-round";
  if (slices === 1) return "not-wanted";
  if (adapters.length === 1) return "one-adapter";
  if (senders > 1) return "several-senders";
  // A receiver server serves one adapter at a time.
  if (typeof settings.receiver === "object") return "receiver-server";
  // Only one adapter can listen on a port.
  const pushes = adapters.some(({ direction }) => direction === "push");
  if (settings.senderPort !== 0 && pushes) return "sender-port";
  return canSlice(settings.load) ? null : "stages";
}
