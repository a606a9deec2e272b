import { adapterData } from "../adapter/adapter-data.js";
import type { Adapter } from "../adapter/contract.js";
import { clockIdentity } from "../clock/clock-relation.js";
import { WireduelError } from "../failure/wireduel-error.js";
import { type GeneratedPayloads, isGenerated, type PayloadSource } from "../payload/payload-source.js";
import { ownFlags } from "../process/own-flags.js";
import type { EndIdentity, SenderGroup, SessionRequest } from "./control-types.js";

/**
 * The version of the contract between two ends: control calls, frames of the codecs, and receipts. It only
 * changes if an older end would not be compatible.
 */
export const CONTRACT_VERSION = 8;

/**
 * The version of this @wireduel/core. It is not read from `package.json`, because in a bundle there is none. A test
 * compares the two.
 */
export const CORE_VERSION: string = "0.1.0";

/** This end's identity. */
export function identifyEnd(): EndIdentity {
  return {
    contract: CONTRACT_VERSION,
    core: CORE_VERSION,
    node: nodeVersion(),
    flags: ownFlags(),
    clock: clockIdentity(),
  };
}

/** Bun and Deno claim a version of Node. Theirs comes after it: `26.3.0 (Bun 1.4.5)`. */
function nodeVersion(): string {
  const { node, bun, deno } = process.versions;
  if (bun !== undefined) return `${node} (Bun ${bun})`;
  return deno === undefined ? node : `${node} (Deno ${deno})`;
}

/**
 * Checks that both ends have the same version of the contract.
 * @throws WireduelError `CONTRACT_MISMATCH`
 */
export function checkContract(
  sender: Pick<EndIdentity, "contract" | "core">,
  receiver: Pick<EndIdentity, "contract" | "core">,
): void {
  if (sender.contract === receiver.contract) return;
  throw new WireduelError(
    "CONTRACT_MISMATCH",
    `the sender has contract ${sender.contract} (@wireduel/core ${sender.core}), but the receiver has ` +
      `contract ${receiver.contract} (@wireduel/core ${receiver.core}); use the same version at both ends`,
  );
}

/** The request to open a session for an adapter. */
export function sessionRequest(
  adapter: Adapter,
  { maxPayloadBytes, payloads = [], replies = null, group = null }: SessionPayloads,
  loadTimeoutMs?: number,
): SessionRequest {
  return {
    sender: { contract: CONTRACT_VERSION, core: CORE_VERSION },
    adapter: adapterData(adapter, loadTimeoutMs),
    maxPayloadBytes,
    payloads: payloads.map((source) => (isGenerated(source) ? source : { kind: "copied" })),
    replies,
    group,
  };
}

/** What will be sent in a session. */
export interface SessionPayloads {
  readonly maxPayloadBytes: number;
  /** Default: payloads that cannot be checked. */
  readonly payloads?: readonly PayloadSource[];
  /** Default: the receipt alone. */
  readonly replies?: GeneratedPayloads | null;
  /** Default: there is one sender. */
  readonly group?: SenderGroup | null;
}
