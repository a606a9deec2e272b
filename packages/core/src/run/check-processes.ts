import { checkForkable } from "../control/check-forkable.js";
import { receiverServerProgram } from "../control/fork-receiver-server.js";
import { receiverProgram } from "../control/receiver-child.js";
import { tapProgram } from "../network/fork-tap.js";
import type { CheckedOptions } from "../options/benchmark-options.js";
import { checkMayFork } from "../process/permissions.js";
import { senderProgram } from "../senders/sender-child.js";

/**
 * Checks all that the processes of a run need, before anything opens.
 * @throws WireduelError `PERMISSION_DENIED`, `BUNDLED`, `ADAPTER_NOT_LOADABLE`
 */
export async function checkProcesses({
  adapters,
  settings,
  rounds,
  senders,
  join,
}: CheckedOptions): Promise<void> {
  // The senders join with processes of their own, and the receiver is a server.
  if (join !== null) return;
  const needs = [
    settings.receiver === "process" && (senders === 1 ? receiverProgram : receiverServerProgram),
    (rounds.max > 1 || senders > 1) && senderProgram,
    (settings.network !== null || settings.wireBytes) && tapProgram,
  ].filter((program) => program !== false);
  if (needs.length > 0) checkMayFork([]);
  for (const program of needs) program();
  if (settings.receiver !== "process" && rounds.max === 1 && senders === 1) return;
  for (const adapter of adapters) await checkForkable(adapter, settings.connectTimeoutMs);
}
