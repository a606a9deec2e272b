import { measuredCommit } from "./commit.js";
import { type BenchMachine, describeMachine } from "./machine.js";

/** What is known of a run when it begins. */
export interface BegunRun {
  /** The command line that repeats it. */
  readonly command: string;
  /** ISO 8601. */
  readonly startedAt: string;
  /** The measured tree. Null if it is in no clone. */
  readonly commit: string | null;
  readonly machine: BenchMachine;
  readonly node: string;
}

/** A run that begins now, on this machine. */
export function beginRun(command: string): BegunRun {
  return {
    command,
    startedAt: new Date().toISOString(),
    commit: measuredCommit(),
    machine: describeMachine(),
    node: process.version,
  };
}
