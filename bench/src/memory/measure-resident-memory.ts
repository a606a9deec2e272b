import { readFileSync } from "node:fs";
import { VARIANTS } from "../cells/variants.js";
import { withChild } from "../processes/fork-and-wait.js";
import type { MemoryMessage, MemoryPlan } from "./memory-process.js";

/** The memory of both ends during the transfer. */
export interface ResidentMemory {
  readonly label: string;
  readonly payloadBytes: number;
  readonly count: number;
  readonly inFlight: number;
  readonly sender: EndMemory;
  readonly receiver: EndMemory;
}

export interface EndMemory {
  /** At the end of the warm-up. */
  readonly warmBytes: number;
  /** The maximum after it. */
  readonly mostBytes: number;
}

const SAMPLE_MS = 5;
const TIMEOUT_MS = 120_000;
const PROGRAM = new URL("./memory-process.js", import.meta.url);

/**
 * Runs the plan in a process of its own, and reads the memory of both ends every 5 ms.
 * @throws Error if the run fails, if the system does not show the memory of processes, or if `signal` aborts
 */
export function measureResidentMemory(plan: MemoryPlan, signal: AbortSignal): Promise<ResidentMemory> {
  const options = { name: "the sender", args: [JSON.stringify(plan)], timeoutMs: TIMEOUT_MS, signal };
  return withChild(PROGRAM, options, async (child) => {
    const wait = async (wanted: MemoryMessage) => {
      const message = (await child.next()) as MemoryMessage;
      if (typeof message === "object") throw new Error(message.error);
      if (message !== wanted) throw new Error(`expected ${wanted} from the sender, got ${message}`);
    };
    await wait("measure");
    const [receiverId] = childrenOf(child.processId);
    if (receiverId === undefined) throw new Error("the system does not show the children of a process");
    const [sender, receiver] = [watch(child.processId), watch(receiverId)];
    const timer = setInterval(() => {
      sender.sample();
      receiver.sample();
    }, SAMPLE_MS);
    try {
      await wait("done");
    } finally {
      clearInterval(timer);
    }
    const { payloadBytes, count, inFlight, variant } = plan;
    const { label } = VARIANTS[variant];
    return { label, payloadBytes, count, inFlight, sender: sender.memory(), receiver: receiver.memory() };
  });
}

function watch(processId: number): { sample(): void; memory(): EndMemory } {
  const warmBytes = residentBytes(processId);
  if (warmBytes === null) throw new Error("the system does not show the memory of a process");
  let mostBytes = warmBytes;
  return {
    sample() {
      mostBytes = Math.max(mostBytes, residentBytes(processId) ?? 0);
    },
    memory: () => ({ warmBytes, mostBytes }),
  };
}

/**
 * Resident memory of another process, on Linux. Null if the process is gone, or on another system. The kernel counts pages
 * in batches per CPU, so the value may be off by some hundred kilobytes.
 */
export function residentBytes(processId: number): number | null {
  const [, kilobytes] = read(`/proc/${processId}/status`)?.match(/^VmRSS:\s+(\d+) kB$/m) ?? [];
  return kilobytes === undefined ? null : Number(kilobytes) * 1_024;
}

/** The children of a process, on Linux. */
export function childrenOf(processId: number): number[] {
  const children = read(`/proc/${processId}/task/${processId}/children`)?.trim() ?? "";
  return children === "" ? [] : children.split(" ").map(Number);
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
