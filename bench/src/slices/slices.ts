// `pnpm bench slices`: how the ratio of equal adapters scatters, with rounds one after another and with slices that take turns,
// and what the switch to another adapter costs.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { OptionValues } from "../command-line.js";
import { RAISED_LIMITS } from "../faults/raised-limits.js";
import { attempt } from "../processes/attempt.js";
import { interruptible } from "../processes/interruptible.js";
import { MEASURED_FOLDER } from "../results/measured-folder.js";
import { beginLines, readLines } from "../results/stored-lines.js";
import { loadName, loadsOf } from "../variance/plan.js";
import { BLOCKS_OF_RUN, type Mode, measureSlices, type SlicesMeasured } from "./measure-slices.js";
import { formatSlices, type SlicesSettings, type StoredSlices } from "./table.js";

const MODES: readonly Mode[] = ["whole", "slices"];

export default async function slices(
  _: readonly string[],
  options: OptionValues,
  command: string,
): Promise<void> {
  const { blocks = 12, payload, out = MEASURED_FOLDER } = options;
  const loads = loadsOf(payload);
  const path = join(String(out), "slices.jsonl");
  const settings = { blocks: Number(blocks) };
  const append = beginLines<SlicesMeasured, SlicesSettings>(path, command, settings);
  await interruptible(async (signal) => {
    for (let block = 0; block < settings.blocks; block += BLOCKS_OF_RUN) {
      for (const load of loads) {
        // The modes take turns too, in changing order.
        for (const mode of (block / BLOCKS_OF_RUN) % 2 === 0 ? MODES : MODES.toReversed()) {
          const name = `block ${block + 1} of ${settings.blocks}, ${loadName(load)}, ${mode}`;
          const env = load.limitsRaised ? RAISED_LIMITS : {};
          const measured = await attempt(name, signal, () =>
            withEnvironment(env, () => measureSlices(load, mode, signal)),
          );
          if (measured) append(measured);
        }
      }
    }
  });
  const text = formatSlices(readLines<SlicesMeasured, SlicesSettings>(path) as StoredSlices);
  writeFileSync(join(String(out), "slices.md"), text);
  process.stdout.write(text);
}

/** The processes that start during `use` have more environment variables. */
async function withEnvironment<Result>(
  variables: Readonly<Record<string, string>>,
  use: () => Promise<Result>,
): Promise<Result> {
  Object.assign(process.env, variables);
  try {
    return await use();
  } finally {
    for (const name of Object.keys(variables)) delete process.env[name];
  }
}
