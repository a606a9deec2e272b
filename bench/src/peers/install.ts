import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** Exact versions, so that a stored run can be repeated. They are heavy, so no package depends on them. */
export const TOOLS: Readonly<Record<string, string>> = { artillery: "2.0.34", autocannon: "9.0.0" };

const TIMEOUT_MS = 300_000;

/**
 * Installs Artillery and autocannon with npm into a new folder. Nothing of them runs.
 * @returns the folder
 * @throws Error with the end of npm's output if it fails
 */
export async function installTools(signal: AbortSignal): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "wireduel-peers-"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true }));
  const packages = Object.entries(TOOLS).map(([name, version]) => `${name}@${version}`);
  const args = ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--save-exact", ...packages];
  await promisify(execFile)("npm", args, { cwd: folder, timeout: TIMEOUT_MS, signal });
  return folder;
}

/**
 * The installed versions.
 * @throws Error if a tool is not in the folder
 */
export function versionsIn(folder: string): Record<string, string> {
  return Object.fromEntries(
    Object.keys(TOOLS).map((name) => {
      const text = readFileSync(join(folder, "node_modules", name, "package.json"), "utf8");
      return [name, (JSON.parse(text) as { version: string }).version];
    }),
  );
}
