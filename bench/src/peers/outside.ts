import { setTimeout as sleep } from "node:timers/promises";
import type { Child } from "../processes/fork-and-wait.js";
import { processorTimeUs } from "../processes/linux-processes.js";
import { MEASURE_MS, type PeerNumbers, WARMUP_MS } from "./plan.js";

const LOOK_MS = 20;
/** Artillery takes seconds to begin. */
const BEGIN_MS = 60_000;
/** A warm-up by count takes at most this long. */
const LONGEST_WARMUP_MS = 10_000;

/** How a generator is measured. */
export interface Outside {
  /** How many messages come before the measured time, at least. */
  readonly warmup: number;
  /** Called at both ends of the measured time. Default: nothing. */
  readonly atEnds?: () => void;
}

/**
 * Measures a generator from outside: its server counts the answers, and the kernel counts its CPU time. So it is the same for all
 * of them, whatever they report.
 * @throws Error if no message arrives, or if the generator ends too soon
 */
export async function measureFromOutside(
  server: Child,
  processId: number,
  signal: AbortSignal,
  { warmup, atEnds = () => {} }: Outside,
): Promise<Pick<PeerNumbers, "perSecond" | "generatorCpuUs">> {
  const count = async () => {
    server.send({});
    return (await server.next()) as number;
  };
  for (let waited = 0; (await count()) === 0; waited += LOOK_MS) {
    if (waited > BEGIN_MS) throw new Error(`no message arrived within ${BEGIN_MS} ms`);
    if (processorTimeUs(processId) === null) throw new Error("the generator ended before its first message");
    await sleep(LOOK_MS, undefined, { signal });
  }
  await sleep(WARMUP_MS, undefined, { signal });
  for (let waited = WARMUP_MS; (await count()) < warmup && waited < LONGEST_WARMUP_MS; waited += LOOK_MS) {
    await sleep(LOOK_MS, undefined, { signal });
  }
  atEnds();
  const [before, cpuBefore, began] = [await count(), processorTimeUs(processId), performance.now()];
  await sleep(MEASURE_MS, undefined, { signal });
  const [after, cpuAfter, ended] = [await count(), processorTimeUs(processId), performance.now()];
  atEnds();
  if (cpuBefore === null || cpuAfter === null) throw new Error("the generator ended too soon");
  if (after === before) throw new Error("no message arrived in the measured time");
  return {
    perSecond: ((after - before) * 1_000) / (ended - began),
    generatorCpuUs: (cpuAfter - cpuBefore) / (after - before),
  };
}
