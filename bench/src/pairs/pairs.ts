// `pnpm bench pairs`: core beside hand-written loops alone. It prints its tables, and stores nothing.
import { type OptionValues, UsageError } from "../command-line.js";
import { report } from "../processes/attempt.js";
import { interruptible } from "../processes/interruptible.js";
import { pairsTable } from "../results/pairs-table.js";
import { textTable } from "../results/table.js";
import { PAIR_TARGETS, pairsOf } from "../targets/pair-targets.js";
import { firstSlicesTable } from "./first-slices.js";
import { measurePairs } from "./measure-pairs.js";
import { PairRounds } from "./pair-rounds.js";

const MS_PER_MINUTE = 60_000;

export default async function pairs(_: readonly string[], options: OptionValues): Promise<void> {
  const { minutes, blocks = minutes === undefined ? 6 : 100, only = "" } = options;
  const all = pairsOf(PAIR_TARGETS);
  const plans = all.filter(({ name }) => name.includes(String(only)));
  if (plans.length === 0) {
    const names = all.map(({ name }) => name).join("; ");
    throw new UsageError(`expected a part of one of these names after --only: ${names}; got ${only}`);
  }
  const rounds = new PairRounds();
  await interruptible((signal) =>
    measurePairs(plans, rounds, {
      blocks: Number(blocks),
      ...(minutes === undefined ? {} : { until: performance.now() + Number(minutes) * MS_PER_MINUTE }),
      seed: 1,
      signal,
      report,
      added: async () => {},
    }),
  );
  const first = firstSlicesTable(plans.map((plan) => [plan.name, rounds.blocksOf(plan)]));
  for (const { title, note, head, rows } of [pairsTable(rounds.results(plans)), first]) {
    process.stdout.write(`${title}\n${note}\n\n${textTable(head, rows)}\n\n`);
  }
  if (rounds.failures().length > 0) process.exitCode = 1;
}
