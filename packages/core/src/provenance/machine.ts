import { arch, cpus, platform, release, totalmem } from "node:os";
import type { Machine } from "../result/provenance.js";
import { cpuGovernor, turboOf } from "./cpu-frequency.js";
import { machineLimits } from "./machine-limits.js";
import { containerOf, virtualMachineOf } from "./virtual.js";

/**
 * This machine.
 * @param root the folder that has `proc` and `sys`. Other systems than Linux have none of its files.
 */
export function machineOf(root = "/", environment: NodeJS.ProcessEnv = process.env): Machine {
  const processors = cpus();
  const memoryBytes = totalmem();
  return {
    platform: platform(),
    arch: arch(),
    kernel: release(),
    cpuModel: processors[0]?.model ?? "unknown",
    cpuCount: processors.length,
    memoryBytes,
    cpuGovernor: cpuGovernor(root),
    turbo: turboOf(root),
    limits: machineLimits(root, memoryBytes),
    container: containerOf(root, environment),
    virtualMachine: virtualMachineOf(root),
  };
}
