import { availableParallelism } from "node:os";
import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";
import { startTranspiled } from "./scripts/transpile-for-tests.js";

const conditions = ["@wireduel/source"];
const FAULTS = "faults/src/{accounting,matrix,proxy,senders,soak,table}/**/*.test.ts";

const common: TestProjectInlineConfiguration["test"] = {
  pool: "forks",
  // Tests wait for progress. On a busy machine, the default of 1 s is too short.
  expect: { poll: { timeout: 20_000 } },
  testTimeout: 30_000,
  hookTimeout: 30_000,
};

export default defineConfig({
  test: {
    globalSetup: ["scripts/build-for-tests.mjs", "scripts/transpile-for-tests.ts"],
    // Most tests wait for sockets and processes. vitest would use one worker on a machine with two cores.
    maxWorkers: Math.max(4, availableParallelism() - 1),
    projects: [
      {
        // The packages name their sources under this export condition.
        resolve: { conditions },
        plugins: [startTranspiled],
        ssr: { resolve: { conditions, externalConditions: conditions } },
        test: {
          ...common,
          name: "sources",
          include: ["{packages,examples}/*/src/**/*.test.ts", "{bench/src,faults/src,scripts}/**/*.test.ts"],
          exclude: [FAULTS, "**/node_modules/**"],
          execArgv: conditions.flatMap((condition) => ["--conditions", condition]),
        },
      },
      {
        // Faults are tried with what users run, the JavaScript of the last build.
        plugins: [startTranspiled],
        test: { ...common, name: "faults", include: [FAULTS], maxConcurrency: 6 },
      },
    ],
  },
});
