import { availableParallelism } from "node:os";
import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";
import { startTranspiled } from "./scripts/transpile-for-tests.js";

const conditions = ["@wireduel/source"];
const FAULTS = "faults/src/{accounting,matrix,proxy,senders,soak,table}/**/*.test.ts";

/** Tests of functions. They leave nothing behind in their process. */
const FUNCTIONS =
  "packages/{core/src/{clock,codec,events,failure,load,options,payload,report,result,round,stats,verdict},report-html/src,cli/src/{compare,config,flags,formats,gate}}/**/*.test.ts";

const common: TestProjectInlineConfiguration["test"] = {
  pool: "forks",
  // Tests wait for progress. On a busy machine, the default of 1 s is too short.
  expect: { poll: { timeout: 20_000 } },
  // A simulation takes ten times as long on a busy machine.
  testTimeout: 120_000,
  hookTimeout: 60_000,
};

/** The packages name their sources under a condition of their exports. */
const sources: TestProjectInlineConfiguration = {
  resolve: { conditions },
  plugins: [startTranspiled],
  ssr: { resolve: { conditions, externalConditions: conditions } },
};
const fromSources = { ...common, execArgv: conditions.flatMap((condition) => ["--conditions", condition]) };

export default defineConfig({
  test: {
    globalSetup: ["scripts/build-for-tests.mjs", "scripts/transpile-for-tests.ts"],
    // Most tests wait for sockets and processes. vitest would use one worker on a machine with two cores.
    maxWorkers: Math.max(4, availableParallelism() - 1),
    projects: [
      {
        ...sources,
        test: {
          ...fromSources,
          name: "sources",
          include: ["{packages,examples}/*/src/**/*.test.ts", "{bench/src,faults/src,scripts}/**/*.test.ts"],
          exclude: [FAULTS, FUNCTIONS, "**/node_modules/**"],
        },
      },
      {
        // A process loads what they import once, and not for each file: 25 s of the processor instead of 53 s for 70 files.
        ...sources,
        test: { ...fromSources, name: "functions", include: [FUNCTIONS], isolate: false },
      },
      {
        // Faults are tried with what users run, the JavaScript of the last build.
        plugins: [startTranspiled],
        test: { ...common, name: "faults", include: [FAULTS], maxConcurrency: 6 },
      },
    ],
  },
});
