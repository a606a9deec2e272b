// Tests the page in Chromium. A machine without one gets one line, and nothing is tested.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { findChromium, NO_CHROMIUM } from "./chromium.js";
import { root } from "./documents.js";

if (findChromium() === undefined) {
  process.stderr.write(`The page was not tested in a browser: ${NO_CHROMIUM}\n`);
  process.exitCode = 1;
} else {
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const args = [vitest, "run", "--config", "vitest.browser.config.ts", ...process.argv.slice(2)];
  process.exitCode = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" }).status ?? 1;
}
