// `pnpm bench tuned`: ws with its defaults against ws with the profile `tuned`, at 280 kB. How often is it decided, and how?
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ws } from "@wireduel/adapter-ws";
import type { OptionValues } from "../command-line.js";
import { MEASURED_FOLDER } from "../results/measured-folder.js";
import { measureSeries, type SeriesSettings } from "./measure-series.js";
import { readSeries, seriesName } from "./read-series.js";
import { formatTuned } from "./tuned-table.js";

export default async function tuned(
  _: readonly string[],
  options: OptionValues,
  command: string,
): Promise<void> {
  const { runs = 12, budget = 30, payload = 280_000, busy = false, out = MEASURED_FOLDER } = options;
  const folder = String(out);
  const settings: SeriesSettings = {
    payloadBytes: Number(payload),
    budgetMs: Number(budget) * 1_000,
    runs: Number(runs),
    busy: Boolean(busy),
    waiting: 0,
  };
  const name = seriesName("tuned", settings);
  await measureSeries({
    name,
    path: join(folder, `${name}.jsonl`),
    command,
    settings,
    adapters: () => [ws({ label: "default" }), ws({ profile: "tuned", label: "tuned" })],
  });
  const text = formatTuned(readSeries(folder, "tuned"));
  writeFileSync(join(folder, "tuned.md"), text);
  process.stdout.write(text);
}
