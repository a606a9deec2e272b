import { arch, cpus, platform, release, totalmem } from "node:os";

export interface BenchMachine {
  readonly platform: string;
  readonly release: string;
  readonly arch: string;
  readonly cpuModel: string;
  readonly cpuCount: number;
  readonly memoryBytes: number;
}

/** The machine on which this process runs. */
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

/** `2 x Intel(R) Xeon(R) Processor, 24 GiB, linux 6.18 x64`. */
export function formatMachine(machine: BenchMachine): string {
  const { cpuCount, cpuModel, memoryBytes } = machine;
  const gigabytes = (memoryBytes / 2 ** 30).toFixed(0);
  return `${cpuCount} x ${cpuModel}, ${gigabytes} GiB, ${machine.platform} ${machine.release} ${machine.arch}`;
}
