import { type Finding, findingsOf } from "../finding.js";
import type { Readings } from "../readings.js";
import { percent } from "./percent.js";

/** A run needs a processor for the sender and one for the receiver. */
const NEEDED = 2;
/** From this share on, the other virtual machines of the host affect every percentile. */
const STOLEN_TO_WARN = 0.02;

/** How many processors a run may use. */
export function checkProcessors({ host, processors }: Pick<Readings, "host" | "processors">): Finding {
  const { ok, warning, problem } = findingsOf("processors");
  const { cpuCount, limits, cpuModel, container } = host.machine;
  const place = container === null ? "this control group" : `this container (${container})`;
  const usable = Math.min(processors, limits.cpus ?? Number.POSITIVE_INFINITY);
  if (usable < NEEDED) {
    return problem({
      found:
        limits.cpus === null
          ? `${processors} of ${cpuCount} may be used`
          : `${place} may use the time of ${limits.cpus} of ${cpuCount}`,
      effect:
        "Sender and receiver take turns on a processor, so each time contains waiting for the other end.",
      advice: `Allow at least ${NEEDED} processors (\`docker run --cpus\`, \`resources.limits.cpu\`, \`taskset\`).`,
    });
  }
  if (limits.cpus !== null && limits.cpus < cpuCount) {
    return warning({
      found: `${place} may use the time of ${limits.cpus} of ${cpuCount}`,
      effect: "The limit is a share of each tenth of a second. When it is used up, the kernel stops the run.",
      advice: "Use a limit without quota: `docker run --cpuset-cpus`, or no CPU limit in Kubernetes.",
    });
  }
  return ok(`${processors}${processors === cpuCount ? "" : ` of ${cpuCount}`} x ${cpuModel}`);
}

/** How Linux chooses the frequency. */
export function checkGovernor({ host }: Pick<Readings, "host">): Finding {
  const { ok, unknown, warning } = findingsOf("frequency governor");
  const { cpuGovernor, virtualMachine, platform } = host.machine;
  if (cpuGovernor === null) {
    if (platform !== "linux") return unknown(`${platform} does not show it`);
    return virtualMachine === null
      ? unknown("the kernel does not show it")
      : ok("the host of this virtual machine chooses the frequency");
  }
  if (cpuGovernor === "performance") return ok(cpuGovernor);
  return warning({
    found: cpuGovernor,
    effect: "The processor slows down between payloads. Slow loads look slower than fast ones.",
    advice:
      "Run `sudo cpupower frequency-set --governor performance`, unless production has this governor too.",
  });
}

/** Frequencies above the nominal one. */
export function checkTurbo({ host }: Pick<Readings, "host">): Finding {
  const { ok, unknown, warning } = findingsOf("turbo");
  const { turbo, virtualMachine } = host.machine;
  if (turbo === null) {
    return virtualMachine === null
      ? unknown("the system does not show it")
      : ok("the host of this virtual machine chooses it");
  }
  if (!turbo) return ok("off");
  return warning({
    found: "on",
    effect: "The processor gets slower as it gets warmer. Adapters of one run share that; two runs do not.",
    advice:
      "To compare runs, switch it off: write 1 to /sys/devices/system/cpu/intel_pstate/no_turbo, or 0 to " +
      "/sys/devices/system/cpu/cpufreq/boost.",
  });
}

/** What the host of a virtual machine takes away. */
export function checkVirtualMachine({ host, activity }: Pick<Readings, "host" | "activity">): Finding {
  const { ok, warning } = findingsOf("virtual machine");
  const { virtualMachine, kernel } = host.machine;
  const kind = virtualMachine ?? (/microsoft/i.test(kernel) ? "WSL" : null);
  const { stolenShare } = activity;
  if (stolenShare !== null && stolenShare > STOLEN_TO_WARN) {
    return warning({
      found: `the host gave ${percent(stolenShare)} of the processor time to others`,
      effect: "Both ends are stopped at any moment for milliseconds, which shows in p99 and the maximum.",
      advice: "Use dedicated processors or another machine, or measure at another time and with more rounds.",
    });
  }
  if (kind === null) return ok("none that the system shows");
  const which = kind === "unknown" ? "of unknown kind" : kind;
  return ok(stolenShare === null ? which : `${which}; its host took ${percent(stolenShare)} for others`);
}

/** Node for another processor than this one. */
export function checkEmulation({ host }: Pick<Readings, "host">): Finding {
  const { ok, problem } = findingsOf("architecture");
  const { arch, cpuModel } = host.machine;
  if (arch === "x64" && /^(Apple|VirtualApple)/.test(cpuModel)) {
    return problem({
      found: `Node.js for ${arch} on ${cpuModel}`,
      effect: "Rosetta translates the code while it runs, so it is several times slower.",
      advice: "Install Node.js for arm64.",
    });
  }
  return ok(arch);
}
