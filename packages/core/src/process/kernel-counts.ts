/** What the kernel counts for a process (`getrusage`). All are null on Windows, which does not count them. */
export interface KernelCounts {
  /**
   * Minor page faults: how often the process touched memory that the kernel first had to give to it. Large
   * messages cause them if the allocator returns memory to the kernel after each message, and takes it back
   * for the next.
   */
  readonly minorFaults: number | null;
  /** Major page faults: those for which the kernel had to read from a disk. */
  readonly majorFaults: number | null;
  /** How often a thread of the process waited, for example for a socket, and another one ran. */
  readonly voluntarySwitches: number | null;
  /** How often the kernel stopped a thread that could have run on, because another one had its turn. */
  readonly involuntarySwitches: number | null;
}

const NOT_COUNTED: KernelCounts = {
  minorFaults: null,
  majorFaults: null,
  voluntarySwitches: null,
  involuntarySwitches: null,
};

/** The counts from one reading of `process.resourceUsage()` to a later one. */
export function kernelCounts(
  before: NodeJS.ResourceUsage,
  after: NodeJS.ResourceUsage,
  platform: NodeJS.Platform = process.platform,
): KernelCounts {
  // There, libuv gives the sum of all faults as the major ones, and zeros for the rest.
  if (platform === "win32") return NOT_COUNTED;
  return {
    minorFaults: after.minorPageFault - before.minorPageFault,
    majorFaults: after.majorPageFault - before.majorPageFault,
    voluntarySwitches: after.voluntaryContextSwitches - before.voluntaryContextSwitches,
    involuntarySwitches: after.involuntaryContextSwitches - before.involuntaryContextSwitches,
  };
}

/** The sum of the counts of several parts. Null where they are not counted. */
export function sumOfCounts(parts: readonly KernelCounts[]): KernelCounts {
  const sum = (count: keyof KernelCounts) =>
    parts.reduce<number | null>((total, part) => {
      const add = part[count];
      return total === null || add === null ? null : total + add;
    }, 0);
  return {
    minorFaults: sum("minorFaults"),
    majorFaults: sum("majorFaults"),
    voluntarySwitches: sum("voluntarySwitches"),
    involuntarySwitches: sum("involuntarySwitches"),
  };
}
