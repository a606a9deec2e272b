import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { BenchmarkOptions } from "@wireduel/core";
import { signalChildren } from "../internals.js";

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
 * @param descriptors how many file descriptors it may have once it serves. It needs more to start, because it loads sources.
 */
export async function openServer(descriptors?: number): Promise<Receiver> {
  const program = fileURLToPath(new URL("./serves-all.ts", import.meta.url));
  const args = [...process.execArgv, "--import", "tsx", program];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  const url = await firstLine(child);
  if (descriptors !== undefined) {
    execFileSync("prlimit", [`--pid=${child.pid}`, `--nofile=${descriptors}:${descriptors}`]);
  }
  return {
    option: { url },
    signal(signal) {
      child.kill(signal);
    },
    async close() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error("the program has no stdout");
  for await (const line of createInterface({ input: stdout })) return line;
  throw new Error("the receiver server ended before it served");
}
