import type { Adapter } from "../../adapter/contract.js";
import type { EndIdentity } from "../../control/control-types.js";
import { identifyEnd } from "../../control/identity.js";
import { WireduelError } from "../../failure/wireduel-error.js";
import type { JoinRequest } from "./join-types.js";

/**
 * Checks that a sender measures with the same code as the run: the same contract, version of core, major version of Node, and
 * versions of the libraries of each adapter.
 * @param adapters those of the run
 * @param run who coordinates it
 * @throws WireduelError `CONTRACT_MISMATCH`, `UNKNOWN_ADAPTER` or `SENDER_REJECTED`, which names the first difference
 */
export function checkSender(
  { identity, label, libraries }: JoinRequest,
  adapters: readonly Adapter[],
  run: EndIdentity = identifyEnd(),
): void {
  if (identity.contract !== run.contract) {
    const message =
      `${label} has contract ${identity.contract} (@wireduel/core ${identity.core}), but the run has contract ` +
      `${run.contract} (@wireduel/core ${run.core}); use the same version everywhere`;
    throw new WireduelError("CONTRACT_MISMATCH", message);
  }
  const differs = (what: string, its: string, ours: string) =>
    new WireduelError(
      "SENDER_REJECTED",
      `${label} has ${what} ${its}, but the run has ${ours}; use the same version everywhere`,
    );
  if (identity.core !== run.core) throw differs("@wireduel/core", identity.core, run.core);
  if (majorOf(identity.node) !== majorOf(run.node)) throw differs("Node", identity.node, run.node);
  for (const { protocol } of adapters) {
    const its = Object.hasOwn(libraries, protocol.name) ? libraries[protocol.name] : undefined;
    if (its === undefined) {
      const names = Object.keys(libraries).join(", ");
      throw new WireduelError(
        "UNKNOWN_ADAPTER",
        `${label} has no adapter "${protocol.name}"; it has ${names}`,
      );
    }
    for (const library of new Set([...Object.keys(its), ...Object.keys(protocol.libraries)])) {
      const [one, other] = [its[library], protocol.libraries[library]];
      if (one !== other) throw differs(library, one ?? "not installed", other ?? "none");
    }
  }
}

function majorOf(version: string): string {
  return version.split(".")[0] as string;
}
