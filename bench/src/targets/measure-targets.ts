import { platform } from "node:os";
import type { Cell } from "../cells/cell.js";
import { groupByLoad, measureBlocks } from "../cells/measure-blocks.js";
import { shorten } from "../cells/plan-transfer.js";
import { Rounds } from "../cells/rounds.js";
import { measureResidentMemory, type ResidentMemory } from "../memory/measure-resident-memory.js";
import type { MicroPart } from "../micro/micro-parts.js";
import { measurePairs } from "../pairs/measure-pairs.js";
import { PairRounds } from "../pairs/pair-rounds.js";
import { shortenPair } from "../pairs/plan.js";
import { messageOf } from "../processes/end-with-parent.js";
import { forkAndWait } from "../processes/fork-and-wait.js";
import { beginRun } from "../results/begin-run.js";
import {
  cellResults,
  curveResult,
  judgeMemory,
  judgePairs,
  judgeTargets,
  librariesOf,
  sameAgainstSame,
} from "../results/make-results.js";
import type { BenchResults, Mode } from "../results/results.js";
import { CURVES } from "./curves.js";
import { fewPairTargets, PAIR_TARGETS, type PairTarget, pairsOf } from "./pair-targets.js";
import { MEMORY_TARGET, TARGETS, type Target } from "./targets.js";

const SEED = 1;
/** Fewer have no intervals. */
const CURVE_BLOCKS = 6;
const PAIR_BLOCKS = 10;
const BLOCKS = 8;
const WARMUP_FOR_MEMORY = 100;

/** How much a mode measures. */
interface Effort {
  /** Blocks of fresh processes, one after the other. */
  readonly blocks: number;
  readonly pairBlocks: number;
  readonly microPartMs: number;
  /** Share of a cell's payloads. */
  readonly share: number;
}

const ALL: Effort = { blocks: BLOCKS, pairBlocks: PAIR_BLOCKS, microPartMs: 150, share: 1 };
const EFFORTS: Readonly<Record<Mode, Effort>> = {
  targets: ALL,
  full: ALL,
  quick: { blocks: 1, pairBlocks: 1, microPartMs: 5, share: 0.05 },
};

/** Options of a run of the bench. */
export interface MeasureOptions {
  readonly mode: Mode;
  /** Blocks, however long they take. Null: the default of the mode. */
  readonly rounds: number | null;
  /** The command line, as typed. */
  readonly command: string;
  /** Ends the bench early. The results keep what was measured until then. */
  readonly signal: AbortSignal;
  /** Called with each line of progress. */
  report(line: string): void;
  /** Called with everything that was measured so far, after each block. */
  store(results: BenchResults): Promise<void>;
}

/** Measures the targets, and in full mode the curves. A part that fails is listed, and the others go on. */
export async function measureTargets(options: MeasureOptions): Promise<BenchResults> {
  const { mode, rounds: wanted, command, signal, report, store } = options;
  const beganAt = performance.now();
  const begun = beginRun(command);
  const effort = EFFORTS[mode];
  const { share } = effort;
  const targets = TARGETS.map((target) => shortenTarget(target, share));
  const pairTargets = share === 1 ? PAIR_TARGETS : fewPairTargets(PAIR_TARGETS).map(shortenPairTarget);
  const pairs = pairsOf(pairTargets);
  const cells = groupByLoad(targets.flatMap(cellsOf)).flat();
  const curves = mode === "full" ? CURVES : [];
  const curveCells = groupByLoad(curves.flatMap(({ rows }) => rows.flatMap((row) => row.cells))).flat();
  const pairRounds = new PairRounds();
  const rounds = new Rounds();
  const curveRounds = new Rounds();
  const residentMemory: ResidentMemory[] = [];
  let microParts: MicroPart[] = [];
  let blocks = 0;
  const failures: { name: string; messages: string[] }[] = [];
  const results = (complete: boolean): BenchResults => {
    const measuredPairs = pairRounds.results(pairs);
    const failed = [...pairRounds.failures(), ...rounds.failures(), ...curveRounds.failures()];
    return {
      schemaVersion: 2,
      mode,
      ...begun,
      durationMs: performance.now() - beganAt,
      complete,
      libraries: {
        ...pairRounds.libraries(),
        ...librariesOf(cells, rounds),
        ...librariesOf(curveCells, curveRounds),
      },
      seed: SEED,
      blocks,
      targets: [
        ...judgePairs(pairTargets, measuredPairs),
        ...judgeTargets(targets, rounds),
        ...judgeMemory(residentMemory),
      ],
      pairs: measuredPairs,
      sameAgainstSame: sameAgainstSame(targets, rounds),
      residentMemory,
      microParts,
      curves: curves.map((curve) => curveResult(curve, curveRounds)),
      cells: cellResults(cells, rounds),
      curveCells: cellResults(curveCells, curveRounds),
      failures: [...failures, ...failed.map(([name, messages]) => ({ name, messages }))],
    };
  };
  const shared = { seed: SEED, signal, report };
  const step = async (name: string, run: () => Promise<void>) => {
    if (signal.aborted) return;
    report(name);
    try {
      await run();
    } catch (error) {
      if (signal.aborted) return;
      failures.push({ name, messages: [messageOf(error)] });
      report(`  failed: ${messageOf(error)}`);
    }
  };

  await step("parts of the timed path", async () => {
    microParts = await measureMicroParts(effort.microPartMs, signal);
  });
  // Other systems do not show the memory of another process.
  for (const variant of platform() === "linux" ? MEMORY_TARGET.variants : []) {
    await step(`resident memory, ${variant}`, async () => {
      const { payloadBytes, inFlight } = MEMORY_TARGET;
      const warmupCount = Math.ceil(WARMUP_FOR_MEMORY * share);
      const count = Math.ceil(MEMORY_TARGET.count * share);
      const plan = { variant, payloadBytes, inFlight, warmupCount, count };
      residentMemory.push(await measureResidentMemory(plan, signal));
    });
  }
  await step("targets", async () => {
    const complete = (done: number) => {
      blocks = done;
      return store(results(false));
    };
    await measureBlocks(cells, rounds, { ...shared, blocks: wanted ?? effort.blocks, complete });
  });
  await step("pairs", () => {
    const added = () => store(results(false));
    return measurePairs(pairs, pairRounds, { ...shared, blocks: wanted ?? effort.pairBlocks, added });
  });
  if (curves.length > 0) {
    await step("curves", async () => {
      const complete = () => store(results(false));
      await measureBlocks(curveCells, curveRounds, { ...shared, blocks: wanted ?? CURVE_BLOCKS, complete });
    });
  }
  const all = results(!signal.aborted);
  await store(all);
  return all;
}

/** Measures the micro parts, each for at least `timeMs`, in a process of its own. */
function measureMicroParts(timeMs: number, signal: AbortSignal): Promise<MicroPart[]> {
  const program = new URL("../micro/micro-process.js", import.meta.url);
  return forkAndWait(program, { name: "the process of the micro parts", args: [String(timeMs)], signal });
}

function cellsOf(target: Target): readonly Cell[] {
  return target.kind === "value" ? [target.cell] : [target.a, target.b, ...target.same];
}

function shortenPairTarget(target: PairTarget): PairTarget {
  return { ...target, pair: shortenPair(target.pair) };
}

function shortenTarget(target: Target, share: number): Target {
  if (share === 1) return target;
  if (target.kind === "value") return { ...target, cell: shorten(target.cell, share) };
  const [one, again] = target.same;
  return {
    ...target,
    a: shorten(target.a, share),
    b: shorten(target.b, share),
    same: [shorten(one, share), shorten(again, share)],
  };
}
