import type { EndDescription } from "../adapter/contract.js";
import { NS_PER_MS } from "../clock/clock.js";
import type { EndIdentity } from "../control/control-types.js";
import type { Resources } from "../process/resource-meter.js";
import type { EndReport } from "../result/result.js";

/** What one end used during the measurement. */
interface Used {
  readonly resources: Resources | null;
  /** How long its event loop only polled for due times. */
  readonly spinNs: number;
  /** How many payloads were acknowledged in this time. */
  readonly payloads: number;
}

/** The report about one end, for the result. */
export function endReport(
  { node, flags, core, contract }: EndIdentity,
  libraries: Readonly<Record<string, string>>,
  described: Pick<EndDescription, "settings" | "notes"> | null,
  { resources, spinNs, payloads }: Used,
): EndReport {
  const { settings = {}, notes = [] } = described ?? {};
  const perPayload = (amount: number | null) =>
    amount === null || payloads === 0 ? null : amount / payloads;
  return {
    node,
    flags,
    core,
    contract,
    libraries,
    settings,
    notes,
    resources: resources && {
      ...resources,
      cpuMsPerPayload: perPayload(resources.cpuUserMs + resources.cpuSystemMs),
      minorFaultsPerPayload: perPayload(resources.minorFaults),
      majorFaultsPerPayload: perPayload(resources.majorFaults),
      voluntarySwitchesPerPayload: perPayload(resources.voluntarySwitches),
      involuntarySwitchesPerPayload: perPayload(resources.involuntarySwitches),
      workShare: Math.max(0, resources.loopBusyShare - spinNs / NS_PER_MS / resources.durationMs),
    },
  };
}
