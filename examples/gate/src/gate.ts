// Runs the gate for a change of the adapter, as a job of CI does for a pull request.
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));

/** How the gate ended. */
export interface Outcome {
  /** 0: passed, 3: failed, 4: undecided. */
  readonly code: number | null;
  /** What it printed. */
  readonly report: string;
}

/**
 * Compares the adapter with a change of it.
 * @param change a file in `changes` that takes the place of `send-frame.js`
 * @param command what starts `wireduel`
 */
export async function gate(change: string, command: readonly string[]): Promise<Outcome> {
  // Inside the package, so that imports of the copy are found.
  const head = mkdtempSync(join(here, ".head-"));
  try {
    cpSync(join(here, "adapter"), head, { recursive: true });
    cpSync(join(here, "changes", change), join(head, "send-frame.js"));
    return await outcome([
      ...command,
      ...["gate", "--base", join(here, "adapter/adapter.js"), "--head", join(head, "adapter.js")],
      ...["--fail-if-slower", "100%", "--size", "1kB", "--rounds", "8-24", "--count", "100", "--no-out"],
    ]);
  } finally {
    rmSync(head, { recursive: true });
  }
}

function outcome([file = "", ...args]: readonly string[]): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: ["ignore", "pipe", "pipe"] });
    let report = "";
    child.stdout.on("data", (text) => (report += text));
    child.stderr.on("data", (text) => (report += text));
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, report }));
  });
}
