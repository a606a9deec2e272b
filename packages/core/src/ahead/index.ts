// The entry point `@wireduel/core/ahead`: for a program that knows what it will measure before it has loaded its modules. It
// imports little, so that it is loaded first.
import { moduleUrl } from "../adapter/own-files.js";
import { startSenderAhead } from "../senders/sender-child.js";

/**
 * Starts the sender process and the receiver process of an adapter. They load their modules while this process loads its own. The
 * first round of the next run takes them if it would start the same processes. Otherwise they end then. They have only loaded
 * modules, and serve one round.
 *
 * They do not keep this process alive, and they end with it. If they cannot be started, nothing happens: the run says why.
 *
 * @param module the URL of the adapter's module, as in `adapter.protocol.module`
 * @throws WireduelError `INVALID_OPTION` if it is not the URL of a file
 */
export function startAhead(module: string): void {
  moduleUrl.parse("module", module);
  startSenderAhead({ modules: [module], start: { modules: [module], receiver: true } });
}
