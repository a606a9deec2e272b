// `pnpm bench variance`: how much of the variation of a median comes from within a slice, and from slices, connections and process
// pairs that differ.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { OptionValues } from "../command-line.js";
import { attempt } from "../processes/attempt.js";
import { interruptible } from "../processes/interruptible.js";
import { MEASURED_FOLDER } from "../results/measured-folder.js";
import { beginLines, readLines } from "../results/stored-lines.js";
import { measurePairs, type PairMeasured } from "./measure-variance.js";
import { type Design, loadName, loadsOf } from "./plan.js";
import { formatVariance, type StoredVariance } from "./tables.js";

export default async function variance(
  _: readonly string[],
  options: OptionValues,
  command: string,
): Promise<void> {
  const { pairs = 8, connections = 4, slices = 5, payload, out = MEASURED_FOLDER } = options;
  const design = { pairs: Number(pairs), connections: Number(connections), slices: Number(slices) };
  const loads = loadsOf(payload);
  const path = join(String(out), "variance.jsonl");
  const append = beginLines<PairMeasured, Design>(path, command, design);
  await interruptible(async (signal) => {
    // The pairs of one load are spread over the whole time, so that a bad minute does not hit one load alone.
    for (let pair = 0; pair < design.pairs; pair++) {
      for (const load of loads) {
        const name = `process pair ${pair + 1} of ${design.pairs}, ${loadName(load)}`;
        const measured = await attempt(name, signal, () => measurePairs(load, pair, design, signal));
        for (const line of measured ?? []) append(line);
      }
    }
  });
  const markdown = formatVariance(readLines<PairMeasured, Design>(path) as StoredVariance);
  writeFileSync(join(String(out), "variance.md"), markdown);
  process.stdout.write(markdown);
}
