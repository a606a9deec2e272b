import { checkForkable } from "../control/check-forkable.js";
import { receiverProgram } from "../control/fork-receiver.js";
import { tapProgram } from "../network/fork-tap.js";
import type { CheckedOptions } from "../options/benchmark-options.js";
import { checkMayFork } from "../process/permissions.js";
import { senderProgram } from "./sender.js";

/**
 * Checks all that the processes of a run need, before anything opens.
 * @throws WireduelError `PERMISSION_DENIED`, `BUNDLED`, `ADAPTER_NOT_LOADABLE`
 */
export async function checkProcesses({ adapters, settings, rounds }: CheckedOptions): Promise<void> {
  const needs = [
    settings.receiver === "process" && receiverProgram,
    rounds.max > 1 && senderProgram,
    (settings.network !== null || settings.wireBytes) && tapProgram,
  ].filter((program) => program !== false);
  if (needs.length > 0) checkMayFork([]);
  for (const program of needs) program();
  if (settings.receiver !== "process" && rounds.max === 1) return;
  for (const adapter of adapters) await checkForkable(adapter, settings.connectTimeoutMs);
}
