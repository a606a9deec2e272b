// The program of `pnpm soak`.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseCommandLine, UsageError } from "./command-line.js";
import { howToRepeat, reportOf } from "./report.js";
import { soak } from "./soak.js";

const MS_PER_MINUTE = 60_000;

/** Says once a minute how far the soak is, and which run it was if something throws that nothing catches. */
class Progress {
  #runs = 0;
  #toldAt = performance.now();
  #seed: number | undefined;

  constructor() {
    process.on("uncaughtException", (error) => {
      console.error("WRONG: nothing caught this:", error);
      if (this.#seed !== undefined) console.error(`  ${howToRepeat(this.#seed)}`);
      process.exit(1);
    });
  }

  readonly onRun = (seed: number): void => {
    this.#seed = seed;
    if (performance.now() - this.#toldAt > MS_PER_MINUTE) {
      console.error(`soak: ${this.#runs} runs so far`);
      this.#toldAt = performance.now();
    }
    this.#runs++;
  };
}

try {
  const { minutes, seed, runs } = parseCommandLine(process.argv.slice(2), Date.now() % 1_000_000);
  console.error(`soak: seed ${seed}, for ${minutes} minutes`);
  const controller = new AbortController();
  // The second Ctrl-C ends the process at once, as usual.
  process.once("SIGINT", () => controller.abort());
  const report = await soak({
    seed,
    forMs: minutes * MS_PER_MINUTE,
    runs,
    folder: folderForTemporaryFiles(),
    signal: controller.signal,
    onRun: new Progress().onRun,
  });
  // A run that did not end must not keep the process.
  const exit = () => process.exit(report.failures.length === 0 ? 0 : 1);
  process.stdout.write(reportOf(report), exit);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`soak: ${error.message}`);
  process.exitCode = 2;
}

/** Where this process and its children put all temporary files. It is removed at the end. */
function folderForTemporaryFiles(): string {
  const folder = mkdtempSync(join(tmpdir(), "wireduel-soak-"));
  process.env.TMPDIR = folder;
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
