import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readLines, type StoredLines } from "../results/stored-lines.js";
import type { SeriesSettings } from "./measure-series.js";
import type { VerdictRun } from "./verdict-run.js";

/** A stored series of runs. */
export type StoredSeries = StoredLines<VerdictRun, SeriesSettings>;

/** The name of a series, and of its file: `same-100-12s-busy-waiting-2`. Series of other settings have other names. */
export function seriesName(kind: "same" | "tuned", settings: SeriesSettings): string {
  const { payloadBytes, budgetMs, busy, waiting } = settings;
  const parts = [kind, String(payloadBytes), `${budgetMs / 1_000}s`, ...(busy ? ["busy"] : [])];
  return [...parts, ...(waiting > 0 ? ["waiting", String(waiting)] : [])].join("-");
}

/** All series of a kind in a folder: quiet before busy, small payloads before large ones, and short budgets before long ones. */
export function readSeries(folder: string, kind: "same" | "tuned"): StoredSeries[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => new RegExp(`^${kind}\\b.*\\.jsonl$`).test(file));
  const series = files.flatMap((file) => readLines<VerdictRun, SeriesSettings>(join(folder, file)) ?? []);
  const rankOf = ({ head: { settings } }: StoredSeries) => [
    Number(settings.busy),
    settings.waiting,
    settings.payloadBytes,
    settings.budgetMs,
  ];
  return series.toSorted((a, b) => {
    const [left, right] = [rankOf(a), rankOf(b)];
    const first = left.findIndex((value, index) => value !== right[index]);
    return first < 0 ? 0 : (left[first] as number) - (right[first] as number);
  });
}
