import { platform } from "node:os";
import type { Cell } from "./cell.js";
import { CURVES } from "./curves.js";
import { describeMachine } from "./machine.js";
import {
  cellResults,
  curveResult,
  judgeMemory,
  judgeTargets,
  librariesOf,
  sameAgainstSame,
} from "./make-results.js";
import { groupByLoad, measureBlocks } from "./measure-blocks.js";
import { measureMicroParts } from "./measure-micro-parts.js";
import { measureResidentMemory, type ResidentMemory } from "./measure-resident-memory.js";
import type { MicroPart } from "./micro-parts.js";
import { shorten } from "./plan-transfer.js";
import type { BenchResults, Mode } from "./results.js";
import { Rounds } from "./rounds.js";
import { MEMORY_TARGET, TARGETS, type Target } from "./targets.js";

const SEED = 1;
const CURVE_BLOCKS = 6;
/** Of the targets, in full mode, which need not be done in five minutes. */
const BLOCKS_IN_FULL = 16;
/** Enough for an interval that more would hardly narrow, should a machine be so fast. */
const MOST_BLOCKS = 20;
const WARMUP_FOR_MEMORY = 100;

/** What a mode takes its time for. */
interface Effort {
  /** No block of the targets begins that would end later than this after the start. */
  readonly untilMs: number;
  readonly blocks: number;
  readonly microPartMs: number;
  /** Of the payloads that a cell has. */
  readonly share: number;
}

const ALL_TARGETS: Effort = { untilMs: 285_000, blocks: MOST_BLOCKS, microPartMs: 150, share: 1 };
const EFFORTS: Readonly<Record<Mode, Effort>> = {
  targets: ALL_TARGETS,
  full: { ...ALL_TARGETS, untilMs: Number.POSITIVE_INFINITY, blocks: BLOCKS_IN_FULL },
  quick: { untilMs: 0, blocks: 1, microPartMs: 5, share: 0.05 },
};

/** What was asked for. */
export interface BenchTargetsOptions {
  readonly mode: Mode;
  /** Blocks, however long they take; null: of the targets as many as there is time for, of the curves six. */
  readonly rounds: number | null;
  /** As typed. */
  readonly command: string;
  /** Ends it early; what was measured until then is the result. */
  readonly signal: AbortSignal;
  /** Hears what goes on. */
  say(line: string): void;
}

/** Measures the targets, and in full mode the curves. A part that fails leaves its reason, and the others go on. */
export async function benchTargets(options: BenchTargetsOptions): Promise<BenchResults> {
  const { mode, rounds: wanted, command, signal, say } = options;
  const beganAt = performance.now();
  const startedAt = new Date().toISOString();
  const { share, microPartMs, blocks: mostBlocks, untilMs } = EFFORTS[mode];
  const targets = TARGETS.map((target) => shortenTarget(target, share));
  const cells = groupByLoad(targets.flatMap(cellsOf)).flat();
  const curves = mode === "full" ? CURVES : [];
  const curveCells = groupByLoad(curves.flatMap(({ rows }) => rows.flatMap((row) => row.cells))).flat();
  const rounds = new Rounds();
  const curveRounds = new Rounds();
  const residentMemory: ResidentMemory[] = [];
  let microParts: MicroPart[] = [];
  let blocks = 0;
  const failures: { name: string; messages: string[] }[] = [];
  const step = async (name: string, run: () => Promise<void>) => {
    if (signal.aborted) return;
    say(name);
    try {
      await run();
    } catch (error) {
      if (signal.aborted) return;
      const message = error instanceof Error ? error.message : String(error);
      failures.push({ name, messages: [message] });
      say(`  failed: ${message}`);
    }
  };

  await step("parts of the timed path", async () => {
    microParts = await measureMicroParts(microPartMs, signal);
  });
  for (const variant of MEMORY_TARGET.variants) {
    // No other system tells what another process holds.
    if (platform() !== "linux") break;
    await step(`resident memory, ${variant}`, async () => {
      const { payloadBytes, inFlight } = MEMORY_TARGET;
      const warmupCount = Math.ceil(WARMUP_FOR_MEMORY * share);
      const count = Math.ceil(MEMORY_TARGET.count * share);
      const plan = { variant, payloadBytes, inFlight, warmupCount, count };
      residentMemory.push(await measureResidentMemory(plan, signal));
    });
  }
  await step("targets", async () => {
    blocks = await measureBlocks(cells, rounds, {
      blocks: wanted ?? mostBlocks,
      until: wanted === null ? beganAt + untilMs : Number.POSITIVE_INFINITY,
      ...{ seed: SEED, signal, say },
    });
  });
  if (curves.length > 0) {
    await step("curves", async () => {
      const until = Number.POSITIVE_INFINITY;
      await measureBlocks(curveCells, curveRounds, {
        blocks: wanted ?? CURVE_BLOCKS,
        until,
        seed: SEED,
        signal,
        say,
      });
    });
  }

  const failedRounds = [...rounds.failures(), ...curveRounds.failures()];
  return {
    schemaVersion: 1,
    ...{ mode, command, startedAt, durationMs: performance.now() - beganAt, complete: !signal.aborted },
    machine: describeMachine(),
    node: process.version,
    libraries: { ...librariesOf(cells, rounds), ...librariesOf(curveCells, curveRounds) },
    ...{ seed: SEED, blocks },
    targets: [...judgeTargets(targets, rounds), ...judgeMemory(residentMemory)],
    sameAgainstSame: sameAgainstSame(targets, rounds),
    ...{ residentMemory, microParts },
    curves: curves.map((curve) => curveResult(curve, curveRounds)),
    cells: cellResults(cells, rounds),
    curveCells: cellResults(curveCells, curveRounds),
    failures: [...failures, ...failedRounds.map(([name, messages]) => ({ name, messages }))],
  };
}

function cellsOf(target: Target): readonly Cell[] {
  return target.kind === "value" ? [target.cell] : [target.a, target.b, ...target.same];
}

function shortenTarget(target: Target, share: number): Target {
  if (share === 1) return target;
  if (target.kind === "value") return { ...target, cell: shorten(target.cell, share) };
  const [one, again] = target.same;
  return {
    ...target,
    ...{ a: shorten(target.a, share), b: shorten(target.b, share) },
    same: [shorten(one, share), shorten(again, share)],
  };
}
