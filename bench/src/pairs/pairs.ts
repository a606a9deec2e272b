// `pnpm bench pairs`: core beside hand-written loops alone. It prints its tables. With `--out` it also stores them, in place of the
// pairs among the results in a folder.
import { type OptionValues, UsageError } from "../command-line.js";
import { report } from "../processes/attempt.js";
import { interruptible } from "../processes/interruptible.js";
import { beginRun } from "../results/begin-run.js";
import { pairsTable } from "../results/pairs-table.js";
import { textTable } from "../results/table.js";
import { PAIR_TARGETS, pairsOf } from "../targets/pair-targets.js";
import { firstSlicesTable } from "./first-slices.js";
import { measurePairs } from "./measure-pairs.js";
import { PairRounds } from "./pair-rounds.js";
import type { PairPlan } from "./plan.js";
import { type StorePairs, storePairs } from "./store-pairs.js";

const MS_PER_MINUTE = 60_000;
const SEED = 1;

/** @throws UsageError */
export default async function pairs(
  _: readonly string[],
  options: OptionValues,
  command: string,
): Promise<void> {
  const { minutes, blocks = minutes === undefined ? 6 : 100, only, out } = options;
  if (out !== undefined && only !== undefined) {
    throw new UsageError("expected --out or --only, got both: all pairs are stored together");
  }
  const plans = plansOf(options);
  const rounds = new PairRounds();
  const run = { plans, rounds, begun: beginRun(command), seed: SEED, report };
  const store: StorePairs = out === undefined ? async () => {} : storePairs(String(out), run);
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
