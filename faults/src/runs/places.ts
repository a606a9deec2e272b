import { type ChildProcess, spawn } from "node:child_process";
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
  /** @param before what starts the program, such as `prlimit --nofile=40` */
  open(before?: readonly string[]): Promise<Receiver>;
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
  { name: "receiver server", open: openServer },
];

/** Starts a receiver server for all protocols. */
export async function openServer(before: readonly string[] = []): Promise<Receiver> {
  const program = fileURLToPath(new URL("./serves-all.ts", import.meta.url));
  const node = [process.execPath, ...process.execArgv, "--import", "tsx", program];
  const [file = "", ...args] = [...before, ...node];
  const child = spawn(file, args, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  const url = await firstLine(child);
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
