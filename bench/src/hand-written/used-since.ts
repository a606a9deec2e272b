/** What a process used in a while. */
export interface Used {
  /** Processor time, user and system, in microseconds. */
  readonly cpuUs: number;
  /** Minor page faults. */
  readonly faults: number;
}

/** What this process used since an earlier `process.resourceUsage()`. */
export function usedSince(mark: NodeJS.ResourceUsage): Used {
  const now = process.resourceUsage();
  const cpuUs = now.userCPUTime + now.systemCPUTime - mark.userCPUTime - mark.systemCPUTime;
  return { cpuUs, faults: now.minorPageFault - mark.minorPageFault };
}
