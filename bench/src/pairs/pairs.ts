// `pnpm bench pairs`: core beside hand-written loops alone. It prints its tables. With `--out` it also stores them, in place of the
// pairs among the results in a folder.
import { type OptionValues, UsageError } from "../command-line.js";
import { report } from "../processes/attempt.js";
import { interruptible } from "../processes/interruptible.js";
import { measuredCommit } from "../results/commit.js";
import { describeMachine } from "../results/machine.js";
import { pairsTable } from "../results/pairs-table.js";
import { readResults, resultFiles, writeResults } from "../results/result-files.js";
import type { BenchResults } from "../results/results.js";
import { textTable } from "../results/table.js";
import { withPairs } from "../results/with-pairs.js";
import { PAIR_TARGETS, pairsOf } from "../targets/pair-targets.js";
import { firstSlicesTable } from "./first-slices.js";
import { measurePairs } from "./measure-pairs.js";
import { PairRounds } from "./pair-rounds.js";
import type { PairPlan } from "./plan.js";

const MS_PER_MINUTE = 60_000;
const SEED = 1;

/** @throws UsageError */
export default async function pairs(
  _: readonly string[],
  options: OptionValues,
  command: string,
): Promise<void> {
  const { minutes, blocks = minutes === undefined ? 6 : 100 } = options;
  const plans = plansOf(options);
  const stored = storedResults(options);
  const rounds = new PairRounds();
  const began = { at: performance.now(), commit: measuredCommit(), startedAt: new Date().toISOString() };
  const store = async (complete: boolean) => {
    // Results with a part of the pairs would be worse than those of the earlier run.
    if (stored === undefined || plans.some((plan) => rounds.blocksOf(plan).length === 0)) return;
    const run = {
      command,
      startedAt: began.startedAt,
      durationMs: performance.now() - began.at,
      complete,
      commit: began.commit,
      machine: describeMachine(),
      node: process.version,
      libraries: rounds.libraries(),
      seed: SEED,
    };
    const failures = rounds.failures().map(([name, messages]) => ({ name, messages }));
    await writeResults(
      stored.folder,
      withPairs(stored.results, { pairs: rounds.results(plans), failures, run }),
    );
    if (complete) report(`written: ${resultFiles(stored.folder)}`);
  };
  await interruptible(async (signal) => {
    await measurePairs(plans, rounds, {
      blocks: Number(blocks),
      ...(minutes === undefined ? {} : { until: performance.now() + Number(minutes) * MS_PER_MINUTE }),
      seed: SEED,
      signal,
      report,
      added: () => store(false),
    });
    await store(!signal.aborted);
  });
  const first = firstSlicesTable(plans.map((plan) => [plan.name, rounds.blocksOf(plan)]));
  for (const { title, note, head, rows } of [pairsTable(rounds.results(plans)), first]) {
    process.stdout.write(`${title}\n${note}\n\n${textTable(head, rows)}\n\n`);
  }
  if (rounds.failures().length > 0) process.exitCode = 1;
}

/** The pairs to measure. */
function plansOf({ only = "" }: OptionValues): readonly PairPlan[] {
  const all = pairsOf(PAIR_TARGETS);
  const plans = all.filter(({ name }) => name.includes(String(only)));
  if (plans.length > 0) return plans;
  const names = all.map(({ name }) => name).join("; ");
  throw new UsageError(`expected a part of one of these names after --only: ${names}; got ${only}`);
}

/** The results that get the pairs. Undefined without `--out`. */
function storedResults({ out, only }: OptionValues): { folder: string; results: BenchResults } | undefined {
  if (out === undefined) return undefined;
  if (only !== undefined)
    throw new UsageError("expected --out or --only, got both: all pairs are stored together");
  const folder = String(out);
  const results = readResults(folder);
  if (results !== undefined) return { folder, results };
  throw new UsageError(`expected a folder with the results of \`pnpm bench\` after --out, got ${folder}`);
}
