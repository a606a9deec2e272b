import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { beginLines } from "../results/stored-lines.js";
import type { SeriesSettings } from "./measure-series.js";
import { readSeries, seriesName } from "./read-series.js";
import { formatSame } from "./same-table.js";
import { formatTuned } from "./tuned-table.js";
import type { ComparedPair, VerdictRun } from "./verdict-run.js";

const folder = mkdtempSync(join(tmpdir(), "verdicts-"));
afterAll(() => rmSync(folder, { recursive: true }));

const SETTINGS: SeriesSettings = { payloadBytes: 100, budgetMs: 10_000, runs: 3, busy: false, waiting: 0 };

function pair(verdict: ComparedPair["verdict"], more: Partial<ComparedPair> = {}): ComparedPair {
  const [low, high] = verdict === "invalid" ? [null, null] : [0.8, 1.25];
  return {
    label: "b",
    to: "a",
    by: "transmission",
    decides: true,
    verdict,
    ratio: 1,
    low,
    high,
    code: null,
    ...more,
  };
}

function runOf(...comparisons: ComparedPair[]): VerdictRun {
  const startedAt = "2026-11-26T00:00:00.000Z";
  return { startedAt, durationMs: 9_000, status: "completed", seed: 1, rounds: 6, slices: 20, comparisons };
}

function store(kind: "same" | "tuned", given: Partial<SeriesSettings>, runs: readonly VerdictRun[]): void {
  const settings = { ...SETTINGS, ...given };
  const name = seriesName(kind, settings);
  const path = join(folder, `${name}.jsonl`);
  const append = beginLines<VerdictRun, SeriesSettings>(path, `pnpm bench ${name}`, settings);
  for (const run of runs) append(run);
}

const cellsOf = (text: string, label: string) =>
  text
    .split("\n")
    .find((line) => line.startsWith(`| ${label} |`))
    ?.split(" | ")
    .slice(1);

describe("formatSame", () => {
  const cpu = { by: "cpu", decides: false } as const;

  it("counts runs, not comparisons, and has the exact bounds", () => {
    store("same", {}, [
      runOf(pair("faster"), pair("slower", { label: "c" }), pair("slower", cpu)),
      runOf(pair("undecided"), pair("faster", cpu)),
      runOf(pair("same")),
      runOf(),
    ]);
    const cells = cellsOf(formatSame(readSeries(folder, "same")), "100 B, 10 s");
    // Two or more of four have a chance of 1 - 0.95^4 - 4 * 0.05 * 0.95^3.
    expect(cells?.slice(0, 10)).toEqual(["4", "1", "75 %", "2", "90 %", "1.4 %", "1", "1", "0", "1"]);
    expect(cells?.[10]).toBe("25 % (25 % to 25 %)");
  });

  it("has a line for each series: quiet ones first, then by size and budget", () => {
    store("same", { payloadBytes: 280_000, busy: true }, [runOf(pair("invalid"))]);
    store("same", { payloadBytes: 280_000 }, [runOf(pair("same"))]);
    store("same", { budgetMs: 2_000 }, [runOf(pair("same"))]);
    store("same", { waiting: 3 }, [runOf(pair("same"))]);
    const text = formatSame(readSeries(folder, "same"));
    const labels = [...text.matchAll(/^\| (\d[^|]*?) \|/gm)].map(([, label]) => label);
    expect(labels).toEqual([
      "100 B, 2 s",
      "100 B, 10 s",
      "280 kB, 10 s",
      "100 B, 10 s, 3 more waiting",
      "280 kB, 10 s, busy",
    ]);
    expect(cellsOf(text, "280 kB, 10 s, busy")?.slice(8, 11)).toEqual(["1", "0", "-"]);
    expect(text).toContain("`pnpm bench same-280000-10s-busy`");
  });
});

describe("formatTuned", () => {
  it("counts the directions of the deciding measure", () => {
    store("tuned", { payloadBytes: 280_000 }, [
      runOf(pair("faster", { ratio: 0.5 }), pair("slower", { by: "cpu", decides: false })),
      runOf(pair("faster", { ratio: 0.7 })),
      runOf(pair("undecided", { ratio: 0.9 })),
    ]);
    const cells = cellsOf(formatTuned(readSeries(folder, "tuned")), "280 kB, 10 s");
    expect(cells?.slice(0, 8)).toEqual(["3", "2", "0", "0", "1", "0", "0", "0.700 (0.500 to 0.900)"]);
  });
});
