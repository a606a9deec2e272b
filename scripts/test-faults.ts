// The tests of `faults/` with every protocol in both directions. `pnpm test` has each protocol in one direction.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "./documents.js";

const vitest = join(root, "node_modules/vitest/vitest.mjs");
process.exitCode =
  spawnSync(process.execPath, [vitest, "run", "faults", ...process.argv.slice(2)], {
    cwd: root,
    env: { ...process.env, WIREDUEL_FAULTS: "all" },
    stdio: "inherit",
  }).status ?? 1;
