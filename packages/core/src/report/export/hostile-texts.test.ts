// No text of a result leaves its place in a file for other programs.
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { XMLValidator } from "fast-xml-parser";
import { describe, expect, it } from "vitest";
import type { BenchmarkResult } from "../../result/result.js";
import { formatJson, formatMarkdown } from "../index.js";
import { FORMATS } from "./fixtures/formats.js";
import { STORED } from "./fixtures/stored-results.js";

const several = STORED["several-rounds"] as BenchmarkResult;

/** What begins a line, a cell, an element or a formula in one of the formats. */
const MARKS = [
  ...["\n", "\r", "\u2028", "\t", "=1", ",", '"', "|", "<", "]]>", "#", "`"],
  ...["Unit ", "Tag=", "\u001b[2J"],
];
const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.array(fc.constantFrom(...MARKS), { minLength: 1, maxLength: 5 }).map((parts) => parts.join("")),
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

/** What each line begins with, without what is a value. */
const beginnings = (written: string) =>
  written.split("\n").map((line) => /^(?:#|Unit|Tag=|Benchmark|[a-z]+:|"StartT)?/.exec(line)?.[0]);

const sizeOfCsv = (csv: string) => {
  const rows = parse(csv, { record_delimiter: "\r\n" }) as string[][];
  return [rows.length, rows[0]?.length];
};

/** Whether what can be counted in a format stays as it is, whatever texts the result has. */
function holds(format: (result: BenchmarkResult) => string, countedIn: (written: string) => unknown): void {
  const usual = countedIn(format(several));
  fc.assert(
    fc.property(text, text, (one, other) => {
      expect(countedIn(format(withTexts(one, other)))).toEqual(usual);
    }),
    { numRuns: 60 },
  );
}

describe("whatever texts a result has", () => {
  it.each(["benchstat.txt", "hlog"] as const)("lines stay lines of the same kind: %s", (name) => {
    holds(FORMATS[name], beginnings);
  });

  it.each(["summary.csv", "rounds.csv", "samples.csv"] as const)(
    "tables keep their rows and columns: %s",
    (name) => holds(FORMATS[name], sizeOfCsv),
  );

  it("XML stays well-formed", () => {
    holds(FORMATS["junit.xml"], (xml) => XMLValidator.validate(xml));
  });

  it.each([
    ["the result", formatJson],
    ["Bencher", FORMATS["bencher.json"]],
    ["github-action-benchmark", FORMATS["github-action-benchmark.json"]],
  ] as const)("JSON stays JSON with as many values: %s", (_, format) => {
    holds(format, (json) => Object.keys(JSON.parse(json)).length);
  });

  it("tables of Markdown keep their rows", () => {
    holds(formatMarkdown, (markdown) => markdown.split("\n").filter((line) => line.startsWith("|")).length);
  });
});
