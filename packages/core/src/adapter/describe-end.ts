import type { EndDescription } from "./contract.js";
import { messageOf } from "../failure/wireduel-error.js";

/** What an end says of itself; an adapter that throws there costs its settings, never the row. */
export function describeEnd(
  end: { describe?(): EndDescription },
  onError: (message: string) => void,
): EndDescription {
  try {
    return end.describe?.() ?? {};
  } catch (error) {
    onError(`describe: ${messageOf(error)}`);
    return {};
  }
}
