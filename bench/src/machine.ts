import { arch, cpus, platform, release, totalmem } from "node:os";
import type { BenchMachine } from "./results.js";

/** The machine that this runs on. */
export function describeMachine(): BenchMachine {
  const processors = cpus();
  return {
    platform: platform(),
    release: release(),
    arch: arch(),
    cpuModel: processors[0]?.model.trim() ?? "unknown",
    cpuCount: processors.length,
    memoryBytes: totalmem(),
  };
}
