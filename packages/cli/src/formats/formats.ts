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
  formatMatrix,
  formatMatrixMarkdown,
  formatText,
  isMatrix,
  type StoredResult,
} from "@wireduel/core/report";
import { commandOf } from "./command-of.js";
import { pageOf } from "./page-of.js";

/** What a reader can choose of a format. */
export interface FormatOptions {
  /** Whether a page has the result inside. Default: true. */
  readonly embedResult?: boolean | undefined;
  /** What a page advises to do next, in the words of the command line. Default: nothing of the command line. */
  readonly hint?: string | undefined;
}

/** A format of a stored result. */
export interface Format {
  /** One sentence for the help. */
  readonly help: string;
  /** What the names of its files end with. */
  readonly extension: string;
  /** It has no place for a matrix. */
  readonly onlyRuns?: true;
  /**
   * Writes a result or a matrix. The text ends with a line break.
   * @throws WireduelError if this format has no place for it
   */
  write(stored: StoredResult, options?: FormatOptions): string | Promise<string>;
}

/** The name of a format. */
export type FormatName =
  | ("text" | "json" | "markdown" | "html" | "csv-summary" | "csv-rounds" | "csv-samples")
  | ("junit" | "benchstat" | "bencher" | "github-action-benchmark" | "hdr");

/** All formats by their names, in the order of the help. */
export const FORMATS: Readonly<Record<FormatName, Format>> = {
  text: {
    help: "the report, for a terminal",
    extension: ".txt",
    write: (stored) => `${isMatrix(stored) ? formatMatrix(stored) : formatText(stored)}\n`,
  },
  json: { help: "the result itself", extension: ".json", write: formatJson },
  markdown: {
    help: "the report, for a comment or a job summary on GitHub",
    extension: ".md",
    write: (stored) => (isMatrix(stored) ? formatMatrixMarkdown(stored) : formatMarkdown(stored)),
  },
  html: {
    help: "a page with pictures, for a browser",
    extension: ".html",
    write: (stored, options) =>
      pageOf(stored, {
        command: commandOf(stored),
        hint: options?.hint,
        embedResult: options?.embedResult,
      }),
  },
  "csv-summary": {
    help: "CSV with a row for each adapter and measure",
    extension: ".summary.csv",
    write: formatCsvSummary,
  },
  "csv-rounds": { help: "CSV with a row for each round", extension: ".rounds.csv", write: formatCsvRounds },
  "csv-samples": {
    help: "CSV with a row for each transmission that is listed",
    extension: ".samples.csv",
    onlyRuns: true,
    write: formatCsvSamples,
  },
  junit: { help: "JUnit XML, for test reports", extension: ".xml", write: formatJunit },
  benchstat: { help: "for Go's benchstat", extension: ".benchstat.txt", write: formatBenchstat },
  bencher: { help: "for Bencher's adapter `json`", extension: ".bencher.json", write: formatBencher },
  "github-action-benchmark": {
    help: "for github-action-benchmark's tool `customSmallerIsBetter`",
    extension: ".github-action-benchmark.json",
    write: formatGithubActionBenchmark,
  },
  hdr: { help: "a log of HdrHistogram", extension: ".hlog", write: formatHdrLog },
};

/** The names of all formats. */
export const FORMAT_NAMES: readonly FormatName[] = Object.keys(FORMATS) as FormatName[];

/**
 * Writes a result or a matrix in a format. The text ends with a line break.
 * @throws WireduelError if the format has no place for it
 */
export async function formatStored(
  stored: StoredResult,
  name: FormatName,
  options?: FormatOptions,
): Promise<string> {
  return FORMATS[name].write(stored, options);
}
