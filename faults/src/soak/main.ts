// The program of `pnpm soak`.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseCommandLine, UsageError } from "./command-line.js";
import { reportOf } from "./report.js";
import { soak } from "./soak.js";

const MS_PER_MINUTE = 60_000;

try {
  const { minutes, seed, runs } = parseCommandLine(process.argv.slice(2), Date.now() % 1_000_000);
  console.error(`soak: seed ${seed}, for ${minutes} minutes`);
  const report = await inFolder((folder) => {
    const controller = new AbortController();
    // The second Ctrl-C ends the process at once, as usual.
    process.once("SIGINT", () => controller.abort());
    const { signal } = controller;
    return soak({ seed, forMs: minutes * MS_PER_MINUTE, runs, folder, signal });
  });
  // A run that did not end must not keep the process.
  const exit = () => process.exit(report.failures.length === 0 ? 0 : 1);
  process.stdout.write(reportOf(report), exit);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`soak: ${error.message}`);
  process.exitCode = 2;
}

/** Puts all temporary files of this process and its children into a folder, and removes it. */
async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "wireduel-soak-"));
  process.env.TMPDIR = folder;
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
