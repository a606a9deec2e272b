import { RAISED_LIMITS } from "../faults/raised-limits.js";
import { type Child, withChild } from "../processes/fork-and-wait.js";
import type { ConnectionMeasured, ConnectionOrder } from "./connection.js";
import { type Design, ROWS, type Row, type VarianceLoad } from "./plan.js";
import type { SenderReply } from "./sender-process.js";

/** One process pair of one row: a line of the stored file. */
export interface PairMeasured {
  readonly load: VarianceLoad;
  readonly row: string;
  /** Rows with the same index were measured in the same minutes. */
  readonly pair: number;
  /** From the start of the sender until both processes are ready. */
  readonly startMs: number;
  readonly connections: readonly ConnectionMeasured[];
}

const SENDER = new URL("./sender-process.js", import.meta.url);
const TIMEOUT_MS = 60_000;

interface OpenPair {
  readonly row: Row;
  readonly startMs: number;
  readonly child: Child;
}

/**
 * One process pair of each row under one load. Their connections take turns, one at a time.
 * @throws Error if anything failed, or if `signal` aborts
 */
export function measurePairs(
  load: VarianceLoad,
  pair: number,
  design: Design,
  signal: AbortSignal,
): Promise<PairMeasured[]> {
  const env = load.limitsRaised ? RAISED_LIMITS : {};
  return withPairs(ROWS, { env, signal }, async (pairs) => {
    const measured = pairs.map((): ConnectionMeasured[] => []);
    for (let connection = 0; connection < design.connections; connection++) {
      const order: ConnectionOrder = { load, slices: design.slices, first: connection === 0 };
      for (const index of turnsOf(pairs.length, pair + connection)) {
        const { child } = pairs[index] as OpenPair;
        child.send(order);
        measured[index]?.push((await answerOf(child)) as ConnectionMeasured);
      }
    }
    return pairs.map(({ row, startMs }, index) => ({
      load,
      row: row.name,
      pair,
      startMs,
      connections: measured[index] ?? [],
    }));
  });
}

/** A rotation, every second time backwards: each is equally often at each place, and follows different ones. */
export function turnsOf(count: number, turn: number): number[] {
  const order = Array.from({ length: count }, (_, place) => (place + Math.floor(turn / 2)) % count);
  return turn % 2 === 0 ? order : order.reverse();
}

interface PairOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** Starts the processes of each row one after the other, and ends all of them after `use`. */
function withPairs<Result>(
  rows: readonly Row[],
  options: PairOptions,
  use: (pairs: readonly OpenPair[]) => Promise<Result>,
  opened: readonly OpenPair[] = [],
): Promise<Result> {
  const [row, ...rest] = rows;
  if (row === undefined) return use(opened);
  const startedAt = performance.now();
  const started = { ...options, name: row.name, args: [row.variant], timeoutMs: TIMEOUT_MS };
  return withChild(SENDER, started, async (child) => {
    await answerOf(child);
    const pair = { row, child, startMs: performance.now() - startedAt };
    return withPairs(rest, options, use, [...opened, pair]);
  });
}

async function answerOf(child: Child): Promise<SenderReply> {
  const reply = (await child.next()) as SenderReply;
  if (typeof reply === "object" && "error" in reply) throw new Error(reply.error);
  return reply;
}
