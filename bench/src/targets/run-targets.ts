import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { formatReport } from "../results/report.js";
import { resultFiles, writeResults } from "../results/result-files.js";
import type { BenchResults, Mode } from "../results/results.js";
import { measureTargets } from "./measure-targets.js";

/** The exit code of an interrupted process. */
const INTERRUPTED = 130;
const BENCH_FOLDER = fileURLToPath(new URL("../..", import.meta.url));

/** The options of the command line. */
export interface RunTargetsOptions {
  readonly mode: Mode;
  readonly rounds: number | null;
  /** Folder of `results.json`, `results.md` and `in-short.md`. Null: the default folder. */
  readonly out: string | null;
  readonly command: string;
}

/**
 * Measures the targets, prints the results and writes them to files. Everything is stored after each block.
 * Ctrl-C ends it early.
 * @returns the exit code: 1 if anything could not be measured, whatever the verdicts
 */
export async function runTargets({ mode, rounds, out, command }: RunTargetsOptions): Promise<number> {
  const folder = out ?? BENCH_FOLDER;
  // If the folder cannot be written, fail now and not after minutes.
  await mkdir(folder, { recursive: true });
  const stop = new AbortController();
  const interrupt = () => {
    report("interrupted: writing what was measured");
    stop.abort();
  };
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  const store = (results: BenchResults) => writeResults(folder, results);
  const results = await measureTargets({ mode, rounds, command, signal: stop.signal, report, store });
  process.stdout.write(`${formatReport(results)}\n`);
  report(`written: ${resultFiles(folder)}`);
  process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  if (!results.complete) return INTERRUPTED;
  return results.failures.length > 0 ? 1 : 0;
}

/** Progress goes to stderr, results to stdout. */
function report(line: string): void {
  process.stderr.write(`bench: ${line}\n`);
}
