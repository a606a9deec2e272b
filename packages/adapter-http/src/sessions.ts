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

/**
 * Destroys a session in the next turn of the event loop. Inside a callback of the same session, Node 20 may write the bytes of a
 * stream that waits for its window again and again, until the memory is used up.
 */
export function destroySoon(session: Http2Session): void {
  if (!session.destroyed) setImmediate(() => session.destroy());
}
