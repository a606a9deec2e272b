import type { Host, MachineActivity } from "@wireduel/core";

/** What was read from the system. Null: this system does not show it. */
export interface Readings {
  readonly host: Omit<Host, "activity">;
  readonly activity: MachineActivity;
  /** How long the machine was watched for `activity` and `busiest`. */
  readonly watchedMs: number;
  /** How many processors this process may run on. */
  readonly processors: number;
  /** Other programs by the share of one processor that they used, busiest first. */
  readonly busiest: readonly BusyProcess[] | null;
  /** The ids of processes that measure for another run. */
  readonly otherRuns: readonly number[] | null;
  /** The clock source of Linux, such as `tsc`. */
  readonly clockSource: string | null;
  /** What one reading of the clock costs. */
  readonly stampNs: number;
  /** How many files and sockets a process may have open. Infinity: as many as it wants. */
  readonly openFiles: number | null;
  readonly memory: MemoryReading;
  readonly power: PowerReading;
  /** The TCP ports on which programs of this machine listen. */
  readonly listeners: readonly Listener[] | null;
  /** Why nothing can listen on the port that was asked about, such as `EADDRINUSE`. Null if it is free. */
  readonly portError: string | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export interface BusyProcess {
  readonly id: number;
  readonly name: string;
  /** 1: a whole processor. */
  readonly share: number;
}

export interface MemoryReading {
  /** What programs can get without swapping. */
  readonly availableBytes: number | null;
  /** How many pages were moved to or from the swap space while the machine was watched. */
  readonly swappedPages: number | null;
}

export interface PowerReading {
  readonly source: "mains" | "battery" | null;
  /** Whether the system saves energy at the cost of speed. */
  readonly saving: boolean | null;
}

export interface Listener {
  readonly port: number;
  /** The program's name. Null if it belongs to another user. */
  readonly program: string | null;
}

/** What the user wants to run here. */
export interface Plans {
  readonly connections: number;
  /** The port on which `wireduel receive` shall listen. */
  readonly port: number | undefined;
}
