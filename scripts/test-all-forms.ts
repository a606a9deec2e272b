// Tests that `pnpm test` has in fewer forms. Faults: every protocol in both directions, and not each in one. Adapters: all cases of
// the conformance suite for every form of an adapter, and not for one.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "./documents.js";

const FORMS: Readonly<Record<string, { paths: readonly string[]; env: Readonly<Record<string, string>> }>> = {
  faults: { paths: ["faults", "silent-network"], env: { WIREDUEL_FAULTS: "all" } },
  adapters: {
    paths: ["packages/adapter-", "examples/custom-adapter", "packages/core/src/testing"],
    env: { WIREDUEL_CONFORMANCE: "all" },
  },
};

const [, , name = "", ...args] = process.argv;
const forms = FORMS[name];
if (forms === undefined) throw new Error(`one of ${Object.keys(FORMS).join(", ")} is needed, not "${name}"`);
const vitest = join(root, "node_modules/vitest/vitest.mjs");
process.exitCode =
  spawnSync(process.execPath, [vitest, "run", ...forms.paths, ...args], {
    cwd: root,
    env: { ...process.env, ...forms.env },
    stdio: "inherit",
  }).status ?? 1;
