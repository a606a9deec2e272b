import { registeredAdapter } from "../adapter/registered-adapter.js";
import type { CheckedServeOptions } from "../options/serve-options.js";
import type { Served } from "../receiver/session.js";
import type { SessionRequest } from "./control-types.js";

const ENDS = { here: "the receiver", there: "the sender" } as const;

/**
 * Finds the adapter for a session of a receiver server, and its port. See `registeredAdapter`.
 * @throws WireduelError `UNKNOWN_ADAPTER`, `ADAPTER_NOT_LOADABLE`, `INVALID_OPTION`
 */
export async function serveRegistered(
  options: CheckedServeOptions,
  { adapter: wanted }: SessionRequest,
): Promise<Served> {
  const adapter = await registeredAdapter(options, wanted, ENDS);
  return { adapter, port: options.ports[wanted.name] ?? 0 };
}
