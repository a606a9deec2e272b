// `pnpm bench progress`: what live progress costs the measurement.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type OptionValues, UsageError } from "../command-line.js";
import { attempt } from "../processes/attempt.js";
import { interruptible } from "../processes/interruptible.js";
import { MEASURED_FOLDER } from "../results/measured-folder.js";
import { beginLines, readLines, type StoredLines } from "../results/stored-lines.js";
import type { ProgressMeasured, ProgressMode, ProgressOrder } from "./plan.js";
import { formatProgress, type ProgressSettings } from "./progress-table.js";

const PROGRAM = fileURLToPath(new URL("on-terminal.js", import.meta.url));
const MODES: readonly ProgressMode[] = ["each-slice", "usual"];

export default async function progress(
  _: readonly string[],
  options: OptionValues,
  command: string,
): Promise<void> {
  const { rounds = 24, payload = 10_000, out = MEASURED_FOLDER } = options;
  const path = join(String(out), "progress.jsonl");
  const settings: ProgressSettings = { payloadBytes: Number(payload) };
  const append = beginLines<ProgressMeasured, ProgressSettings>(path, command, settings);
  await interruptible(async (signal) => {
    for (const mode of MODES) {
      const measured = await attempt(`progress: ${mode}`, signal, () =>
        onTerminal({ mode, rounds: Number(rounds), ...settings }, signal),
      );
      if (measured) append(measured);
    }
  });
  const text = formatProgress(readLines(path) as StoredLines<ProgressMeasured, ProgressSettings>);
  writeFileSync(join(String(out), "progress.md"), text);
  process.stdout.write(text);
}

/**
 * Runs the program on a pseudo terminal, which `script` of util-linux makes.
 * @throws UsageError if there is no `script`
 */
async function onTerminal(
  order: Omit<ProgressOrder, "resultPath">,
  signal: AbortSignal,
): Promise<ProgressMeasured> {
  const folder = mkdtempSync(join(tmpdir(), "wireduel-progress-"));
  try {
    const resultPath = join(folder, "result.json");
    const orderText = JSON.stringify({ ...order, resultPath } satisfies ProgressOrder);
    const line = [process.execPath, PROGRAM, orderText].map(quoted).join(" ");
    await run("script", ["-qec", `stty cols 80 rows 24; exec ${line}`, "/dev/null"], signal);
    return JSON.parse(readFileSync(resultPath, "utf8")) as ProgressMeasured;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @throws Error with the last output if the program fails */
function run(program: string, args: readonly string[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const { CI: _, ...env } = process.env;
    const child = spawn(program, args, {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...env, TERM: "xterm-256color" },
      signal,
    });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => {
      output = `${output}${chunk.toString()}`.slice(-2_000);
    });
    child.on("error", (error) => {
      const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
      reject(missing ? new UsageError("expected the program `script` of util-linux, got none") : error);
    });
    child.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`exit code ${code}: ${output}`))));
  });
}

/** A word of a command line of the shell. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
