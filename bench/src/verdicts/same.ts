// `pnpm bench same`: A against A. How often does a run claim a difference between equal adapters?
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { tcp } from "@wireduel/adapter-tcp";
import type { OptionValues } from "../command-line.js";
import { MEASURED_FOLDER } from "../results/measured-folder.js";
import { measureSeries, type SeriesSettings } from "./measure-series.js";
import { readSeries, seriesName } from "./read-series.js";
import { formatSame } from "./same-table.js";

const SIZES = [100, 280_000];

export default async function same(
  _: readonly string[],
  options: OptionValues,
  command: string,
): Promise<void> {
  const { runs = 50, budget = 30, payload, busy = false, waiting = 0, out = MEASURED_FOLDER } = options;
  const folder = String(out);
  for (const payloadBytes of payload === undefined ? SIZES : [Number(payload)]) {
    const settings: SeriesSettings = {
      payloadBytes,
      budgetMs: Number(budget) * 1_000,
      runs: Number(runs),
      busy: Boolean(busy),
      waiting: Number(waiting),
    };
    const name = seriesName("same", settings);
    const path = join(folder, `${name}.jsonl`);
    const complete = await measureSeries({
      name,
      path,
      command,
      settings,
      adapters: () => equalAdapters(settings.waiting),
    });
    if (!complete) break;
  }
  const text = formatSame(readSeries(folder, "same"));
  writeFileSync(join(folder, "same.md"), text);
  process.stdout.write(text);
}

/** Two equal adapters, and more of the same. */
function equalAdapters(waiting: number) {
  return Array.from({ length: 2 + waiting }, (_, index) => tcp({ label: `tcp ${index + 1}` }));
}
