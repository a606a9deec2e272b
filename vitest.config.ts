import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

// Tests run from the sources: the packages name them under this export condition.
const conditions = ["@wireduel/source"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ["{packages,examples}/*/src/**/*.test.ts", "{bench/src,faults/src,scripts}/**/*.test.ts"],
    globalSetup: "scripts/build-for-tests.mjs",
    pool: "forks",
    // Most tests wait for sockets and processes. vitest would use one worker on a machine with two cores.
    maxWorkers: Math.max(4, availableParallelism() - 1),
    execArgv: conditions.flatMap((condition) => ["--conditions", condition]),
    // Tests wait for progress. On a busy machine, the default of 1 s is too short.
    expect: { poll: { timeout: 20_000 } },
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
