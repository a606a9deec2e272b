import { execFileSync } from "node:child_process";
import type { BenchmarkOptions } from "@wireduel/core";
import { signalChildren } from "../internals.js";
import { startProgram } from "../programs/start-program.js";

/** A receiver in a process of its own. */
export interface Receiver {
  /** The option of a run. */
  readonly option: NonNullable<BenchmarkOptions["receiver"]>;
  /** Signals the process of the receiver. That of a forked one only runs during a round. */
  signal(signal: NodeJS.Signals): void;
  close(): Promise<void>;
}

/** Where a receiver can run. */
export interface Place {
  readonly name: string;
  open(): Promise<Receiver>;
}

/** All receivers that are processes. A test that signals a forked one must run alone in its process. */
export const PLACES: readonly Place[] = [
  {
    name: "forked",
    async open() {
      return {
        option: "process",
        signal(signal) {
          if (signalChildren("receiver-process", signal) === 0) throw new Error("no receiver process runs");
        },
        async close() {},
      };
    },
  },
  { name: "receiver server", open: () => openServer() },
];

/**
 * Starts a receiver server for all protocols.
 * @param descriptors how many file descriptors it may have once it serves. It needs more to start.
 */
export async function openServer(descriptors?: number): Promise<Receiver> {
  const { child, line, kill } = startProgram("serves-all");
  const url = await line(0);
  if (descriptors !== undefined) {
    execFileSync("prlimit", [`--pid=${child.pid}`, `--nofile=${descriptors}:${descriptors}`]);
  }
  return {
    option: { url },
    signal(signal) {
      child.kill(signal);
    },
    close: kill,
  };
}
