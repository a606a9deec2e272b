import type { EndDescription } from "../adapter/contract.js";
import { NS_PER_MS } from "../clock/clock.js";
import type { EndIdentity } from "../control/control-types.js";
import type { Resources } from "../process/resource-meter.js";
import type { EndReport, EndResources } from "../result/result.js";

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
      ...perPayload(resources, payloads),
      workShare: Math.max(0, resources.loopBusyShare - spinNs / NS_PER_MS / resources.durationMs),
    },
  };
}

type PerPayload = Pick<
  EndResources,
  | "cpuMsPerPayload"
  | "minorFaultsPerPayload"
  | "majorFaultsPerPayload"
  | "voluntarySwitchesPerPayload"
  | "involuntarySwitchesPerPayload"
>;

/** What a process used for each of these payloads. */
export function perPayload(resources: Resources, payloads: number): PerPayload {
  const share = (amount: number | null) => (amount === null || payloads === 0 ? null : amount / payloads);
  return {
    cpuMsPerPayload: share(resources.cpuUserMs + resources.cpuSystemMs),
    minorFaultsPerPayload: share(resources.minorFaults),
    majorFaultsPerPayload: share(resources.majorFaults),
    voluntarySwitchesPerPayload: share(resources.voluntarySwitches),
    involuntarySwitchesPerPayload: share(resources.involuntarySwitches),
  };
}
