import { namesIn, readText } from "./read-text.js";

const CPUFREQ = "sys/devices/system/cpu/cpufreq";

/** The governors of all processors, each once. Null if the kernel does not control the frequency. */
export function cpuGovernor(root: string): string | null {
  const governors = namesIn(root, CPUFREQ)
    .filter((name) => name.startsWith("policy"))
    .map((policy) => readText(root, `${CPUFREQ}/${policy}/scaling_governor`))
    .filter((governor) => governor !== null);
  return governors.length === 0 ? null : [...new Set(governors)].sort().join(", ");
}

/** Whether processors may run faster than their nominal frequency. Null if the kernel does not say it. */
export function turboOf(root: string): boolean | null {
  // The driver for Intel has a file of its own, with the opposite meaning.
  const noTurbo = readText(root, "sys/devices/system/cpu/intel_pstate/no_turbo");
  if (noTurbo !== null) return noTurbo === "0";
  const boost = readText(root, `${CPUFREQ}/boost`);
  return boost === null ? null : boost === "1";
}
