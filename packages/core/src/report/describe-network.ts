import type { NetworkProfile } from "../options/network-option.js";

/** A network in a few words: `wan, 20 ± 1 ms each way, 1,000 Mbit/s`. */
export function describeNetwork({ name, delayMs, jitterMs, rateMbps }: NetworkProfile): string {
  const delay = `${delayMs}${jitterMs > 0 ? ` ± ${jitterMs}` : ""} ms each way`;
  const rate = rateMbps === null ? "" : `, ${rateMbps.toLocaleString("en-US")} Mbit/s`;
  return `${name === "custom" ? "" : `${name}, `}${delay}${rate}`;
}
