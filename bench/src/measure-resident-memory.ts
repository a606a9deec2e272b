import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { MemoryMessage, MemoryPlan } from "./memory-process.js";
import { childrenOf, residentBytes } from "./resident-memory.js";
import { VARIANTS } from "./variants.js";

/** How memory went while payloads passed. Bytes. */
export interface ResidentMemory {
  readonly label: string;
  readonly payloadBytes: number;
  readonly count: number;
  readonly inFlight: number;
  readonly sender: EndMemory;
  readonly receiver: EndMemory;
}

export interface EndMemory {
  /** When the warm-up was over. */
  readonly warmBytes: number;
  /** The most that was seen after it. */
  readonly mostBytes: number;
}

const SAMPLE_MS = 5;
const TIMEOUT_MS = 120_000;

/**
 * Runs the plan in a process of its own and looks at its memory, and its receiver's, every 5 ms.
 * @throws Error if the run failed, the system does not tell what processes hold, or `signal` ended it
 */
export async function measureResidentMemory(plan: MemoryPlan, signal: AbortSignal): Promise<ResidentMemory> {
  const child = fork(fileURLToPath(new URL("./memory-process.js", import.meta.url)), [JSON.stringify(plan)]);
  const exited = once(child, "exit");
  const within = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
  const next = async (wanted: MemoryMessage) => {
    const [message] = (await Promise.race([
      once(child, "message", { signal: within }),
      exited.then(([code, how]) => {
        throw new Error(`its process ended with ${how ?? `exit code ${code}`}`);
      }),
    ])) as [MemoryMessage];
    if (message !== wanted)
      throw new Error(typeof message === "object" ? message.error : `it said ${message}`);
  };
  let timer: NodeJS.Timeout | undefined;
  try {
    await next("measure");
    const senderId = child.pid as number;
    const [receiverId] = childrenOf(senderId);
    if (receiverId === undefined)
      throw new Error("the system does not tell which processes a process has started");
    const sender = watch(senderId);
    const receiver = watch(receiverId);
    timer = setInterval(() => {
      sender.look();
      receiver.look();
    }, SAMPLE_MS);
    await next("done");
    const { payloadBytes, count, inFlight, variant } = plan;
    const { label } = VARIANTS[variant];
    return { label, payloadBytes, count, inFlight, sender: sender.seen(), receiver: receiver.seen() };
  } finally {
    clearInterval(timer);
    if (child.connected) child.disconnect();
    await exited;
  }
}

function watch(processId: number): { look(): void; seen(): EndMemory } {
  const warmBytes = residentBytes(processId);
  if (warmBytes === null) throw new Error("the system does not tell what a process holds");
  let mostBytes = warmBytes;
  return {
    look() {
      mostBytes = Math.max(mostBytes, residentBytes(processId) ?? 0);
    },
    seen: () => ({ warmBytes, mostBytes }),
  };
}
