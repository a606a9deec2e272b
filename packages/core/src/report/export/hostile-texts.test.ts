// No text of a result leaves its place in a file for other programs.
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { XMLValidator } from "fast-xml-parser";
import { describe, expect, it } from "vitest";
import type { BenchmarkResult } from "../../result/result.js";
import {
  formatBencher,
  formatBenchstat,
  formatCsvRounds,
  formatCsvSamples,
  formatCsvSummary,
  formatGithubActionBenchmark,
  formatHdrLog,
  formatJson,
  formatJunit,
  formatMarkdown,
} from "../index.js";
import { STORED } from "./fixtures/stored-results.js";

const several = STORED["several-rounds"] as BenchmarkResult;

const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc
    .array(
      fc.constantFrom(
        "\n",
        "\r",
        "\u2028",
        "\t",
        "=1",
        ",",
        '"',
        "|",
        "<",
        "]]>",
        "#",
        "Unit ",
        "Tag=",
        "`",
        "\u001b[2J",
      ),
      {
        minLength: 1,
        maxLength: 5,
      },
    )
    .map((parts) => parts.join("")),
);

/** The same result, but whoever wrote it chose these texts. */
function withTexts(one: string, other: string): BenchmarkResult {
  const named = several.timings.map((timing, index) => ({
    ...timing,
    label: `${index} ${one}`,
    title: other,
  }));
  const labels = new Map(several.timings.map(({ label }, index) => [label, `${index} ${one}`]));
  return {
    ...several,
    machine: { ...several.machine, cpuModel: one, platform: other as never, arch: other },
    provenance: { ...several.provenance, node: one, id: other, commit: null },
    timings: named,
    comparisons: several.comparisons.map((comparison) => ({
      ...comparison,
      label: labels.get(comparison.label) ?? one,
      to: labels.get(comparison.to) ?? one,
    })),
  };
}

const usual = several;
const lines = (written: string) => written.split("\n");
/** What each line begins with, without what is a value. */
const beginnings = (written: string) =>
  lines(written).map((line) => /^(?:#|Unit|Tag=|Benchmark|[a-z]+:|"StartT)?/.exec(line)?.[0]);

describe("whatever texts a result has", () => {
  const holds = (check: (result: BenchmarkResult) => void) =>
    fc.assert(
      fc.property(text, text, (one, other) => void check(withTexts(one, other))),
      { numRuns: 60 },
    );

  it("lines of benchstat stay lines of the same kind", () => {
    holds((result) =>
      expect(beginnings(formatBenchstat(result))).toEqual(beginnings(formatBenchstat(usual))),
    );
  });

  it("lines of an HdrHistogram log stay lines of the same kind", () => {
    holds((result) => expect(beginnings(formatHdrLog(result))).toEqual(beginnings(formatHdrLog(usual))));
  });

  it.each([
    ["summary", formatCsvSummary],
    ["rounds", formatCsvRounds],
    ["samples", formatCsvSamples],
  ])("tables of CSV keep their rows and columns: %s", (_, format) => {
    const size = (csv: string) => {
      const rows = parse(csv, { record_delimiter: "\r\n" }) as string[][];
      return [rows.length, rows[0]?.length];
    };
    holds((result) => expect(size(format(result))).toEqual(size(format(usual))));
  });

  it("XML stays well-formed", () => {
    holds((result) => expect(XMLValidator.validate(formatJunit(result))).toBe(true));
  });

  it.each([
    ["the result", formatJson],
    ["Bencher", formatBencher],
    ["github-action-benchmark", formatGithubActionBenchmark],
  ])("JSON stays JSON with as many values: %s", (_, format) => {
    const size = (json: string) => Object.keys(JSON.parse(json)).length;
    holds((result) => expect(size(format(result))).toBe(size(format(usual))));
  });

  it("tables of Markdown keep their rows", () => {
    const rows = (markdown: string) => markdown.split("\n").filter((line) => line.startsWith("|")).length;
    holds((result) => expect(rows(formatMarkdown(result))).toBe(rows(formatMarkdown(usual))));
  });
});
