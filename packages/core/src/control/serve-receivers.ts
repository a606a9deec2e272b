import {
  checkServeOptions,
  type ReceiverServer,
  type ServeReceiversOptions,
} from "../options/serve-options.js";
import { checkMayConnect } from "../process/permissions.js";

/**
 * Starts a receiver server for senders in other processes or on other hosts. Control calls use HTTP. Each
 * adapter listens on its port while a session is open. It serves one run at a time, and the sender of another one
 * gets `RECEIVER_BUSY`.
 *
 * @throws WireduelError `INVALID_OPTION`, or `LISTEN_FAILED` if a port is in use, or `PERMISSION_DENIED` if Node's
 *   permission model forbids connections
 */
export async function serveReceivers(options: ServeReceiversOptions): Promise<ReceiverServer> {
  const checked = checkServeOptions(options);
  checkMayConnect();
  // Imported lazily, because the HTTP server would double the start time of everything else.
  const { startReceiverServer } = await import("./receiver-server.js");
  return startReceiverServer(checked);
}
