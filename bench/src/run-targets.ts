import { mkdir, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { benchTargets } from "./bench-targets.js";
import { formatMarkdown, formatReport } from "./report.js";
import type { Mode } from "./results.js";

/** What a process that was interrupted ends with. */
const INTERRUPTED = 130;
const HERE = fileURLToPath(new URL("..", import.meta.url));

/** What was asked for. */
export interface RunTargetsOptions {
  readonly mode: Mode;
  readonly rounds: number | null;
  /** Where `results.json` and `results.md` go; null: the bench's own folder. */
  readonly out: string | null;
  readonly command: string;
}

/**
 * Measures the targets, prints what came of them and writes it down: also if Ctrl-C ends it before.
 * @returns the exit code: 1 if anything failed that should have been measured, whatever the verdicts
 */
export async function runTargets({ mode, rounds, out, command }: RunTargetsOptions): Promise<number> {
  const folder = out ?? HERE;
  // Minutes later would be a bad time to hear that it cannot be written to.
  await mkdir(folder, { recursive: true });
  const life = new AbortController();
  const interrupt = () => {
    say("cut short; writing what was measured");
    life.abort();
  };
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  const results = await benchTargets({ mode, rounds, command, signal: life.signal, say });
  await writeFile(join(folder, "results.json"), `${JSON.stringify(results, null, 2)}\n`);
  await writeFile(join(folder, "results.md"), formatMarkdown(results));
  process.stdout.write(`${formatReport(results)}\n`);
  const files = ["results.json", "results.md"].map((file) => relative(process.cwd(), join(folder, file)));
  say(`written: ${files.join(", ")}`);
  process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  if (!results.complete) return INTERRUPTED;
  return results.failures.length > 0 ? 1 : 0;
}

/** Progress, apart from the report. */
function say(line: string): void {
  process.stderr.write(`bench: ${line}\n`);
}
