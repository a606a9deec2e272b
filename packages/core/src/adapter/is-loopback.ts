// `network/loopback.ts` for authors, whose arguments need a check.
import { isLoopback as unchecked } from "../network/loopback.js";
import { text } from "../options/kinds.js";

/**
 * Whether only this machine can reach a host: `localhost`, `127.0.0.1` and the like, or `::1`.
 * @param host a name or an address, without brackets
 * @throws WireduelError `INVALID_OPTION`
 */
export function isLoopback(host: string): boolean {
  return unchecked(text().parse("host", host));
}
