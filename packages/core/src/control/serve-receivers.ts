import { checkServeOptions, type ReceiverServer, type ServeReceiversOptions } from "../options/serve-options.js";

/**
 * Runs a receiver of its own, for senders in other processes or on other hosts: a control API over HTTP, and each
 * adapter's listener on its port while a session is open. One session at a time; a second sender gets `RECEIVER_BUSY`.
 *
 * @throws WireduelError `INVALID_OPTION`; `LISTEN_FAILED` if a port is taken
 */
export async function serveReceivers(options: ServeReceiversOptions): Promise<ReceiverServer> {
  const checked = checkServeOptions(options);
  // Loaded only here: the HTTP server and the schemas would double the start of a forked receiver.
  const { startReceiverServer } = await import("./receiver-server.js");
  return startReceiverServer(checked);
}
