// Types only: where a result comes from.

/** The machine on which `runBenchmark` was called. */
export interface Machine {
  readonly platform: string;
  readonly arch: string;
  /** The release of the kernel (`uname -r`). */
  readonly kernel: string;
  readonly cpuModel: string;
  readonly cpuCount: number;
  readonly memoryBytes: number;
  /**
   * How Linux chooses the frequency of the processors, such as `performance` or `powersave`. Several, with commas
   * between them, if the processors differ. Null if unknown.
   */
  readonly cpuGovernor: string | null;
  /** Whether a processor may run faster than its nominal frequency for a while. Null if unknown. */
  readonly turbo: boolean | null;
  /** What this process may use of the machine. */
  readonly limits: MachineLimits;
  /** What kind of container the run was in, as far as its files show. Null if they show none. */
  readonly container: string | null;
  /** What kind of virtual machine this is, as far as the kernel shows. Null if it shows none. */
  readonly virtualMachine: string | null;
}

/** What a process may use of its machine. Null: as much as there is, or unknown (other systems than Linux). */
export interface MachineLimits {
  /** How many processors' time its control groups may use, such as 1.5 (`docker run --cpus 1.5`). */
  readonly cpus: number | null;
  /** The processors that it may run on, such as `0-3,8` (`taskset`, `docker run --cpuset-cpus`). */
  readonly cpuset: string | null;
  /** How much memory its control groups may use. */
  readonly memoryBytes: number | null;
}

/** What made a result: the program, its versions, and what else the machine did. */
export interface Provenance {
  /** Different for each run. Results with the same id are copies of one result. */
  readonly id: string;
  readonly runtime: "node" | "bun" | "deno";
  /** The caller's version of Node.js, like that of an end. */
  readonly node: string;
  /** The caller's flags of Node, like those of an end. */
  readonly flags: readonly string[];
  /** The caller's version of @wireduel/core. */
  readonly core: string;
  /**
   * The Git commit that was checked out in the caller's working directory. Changes that are not committed do not
   * show. Null if the directory belongs to no repository.
   */
  readonly commit: string | null;
  readonly activity: MachineActivity;
}

/**
 * How busy the machine was. Shares are of the time of all its processors, from 0 to 1. In a container, they are those
 * of the whole machine. Null if unknown, or if the run was too short to tell.
 */
export interface MachineActivity {
  /** How many processes ran or wanted to run, on average, in the minute before the run (`os.loadavg`). */
  readonly loadBefore: number | null;
  /** The share in which the processors worked during the run. */
  readonly busyShare: number | null;
  /**
   * The share that other programs used during the run: all but the caller's process and its children. Interrupts are
   * left out, because nobody knows whose they are. Linux only.
   */
  readonly othersShare: number | null;
  /** The share that the host of a virtual machine gave to others during the run (steal time). Linux only. */
  readonly stolenShare: number | null;
}
