// The entry point `@wireduel/core/ahead`: for a program that knows what it will measure before it has loaded its modules. It
// imports little, so that it is loaded first.
import { moduleUrl } from "../adapter/own-files.js";
import { startSenderAhead } from "../senders/sender-child.js";

/**
 * Starts the sender process and the receiver process of an adapter, which then load their modules while this process loads
 * its own. The first round of the next run takes them, if it would start exactly the same processes. Else they end then. They
 * are as fresh as any: nothing was sent, and nobody else gets them.
 *
 * They do not keep this process alive, and they end with it. If they cannot be started, nothing happens: the run says why.
 *
 * @param module the URL of the adapter's module, as in `adapter.protocol.module`
 * @throws WireduelError `INVALID_OPTION` if it is no such URL
 */
export function startAhead(module: string): void {
  moduleUrl.parse("module", module);
  startSenderAhead({ modules: [module], start: { modules: [module], receiver: true } });
}
