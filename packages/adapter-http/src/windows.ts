import type { Http2Session } from "node:http2";
import type { JsonObject } from "@wireduel/core/adapter";

/** The windows of a session: what both ends advertised for each stream, and what this end has for the connection. */
export function windowsOf({ localSettings, remoteSettings, state }: Http2Session): JsonObject {
  return {
    streamWindowBytes: localSettings.initialWindowSize ?? null,
    otherStreamWindowBytes: remoteSettings.initialWindowSize ?? null,
    connectionWindowBytes: state.effectiveLocalWindowSize ?? null,
  };
}
